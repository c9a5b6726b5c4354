import type { Refusal } from '#src/web/client/use-refusable-change.ts';
import { FormField } from '#src/web/controls/form-field.tsx';
import type { Role } from '#src/web/gql/operations.ts';
import { RoleSelect } from './role-select.tsx';

interface EmailAndRoleProps {
  readonly email: string;
  setEmail(email: string): void;
  readonly role: Role;
  setRole(role: Role): void;
  readonly refusals: readonly Refusal[];
  /** Widths of the two, as classes of the grid. */
  readonly columns: readonly [email: string, role: string];
}

/** Who is to belong to an organization, and as what. */
export function EmailAndRole({ email, setEmail, role, setRole, refusals, columns }: EmailAndRoleProps) {
  return (
    <>
      <FormField label="E-mail address" columns={columns[0]} name="email" refusals={refusals}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            type="email"
            autoComplete="off"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        )}
      </FormField>
      <FormField label="Role" columns={columns[1]} name="role" refusals={refusals}>
        {(control) => <RoleSelect {...control} value={role} choose={setRole} />}
      </FormField>
    </>
  );
}
