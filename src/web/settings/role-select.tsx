import { ROLE_NAMES } from '#src/web/frame/role.ts';
import type { Role } from '#src/web/gql/operations.ts';

interface RoleSelectProps {
  /** Null if no role is assigned. */
  readonly value: Role | null;
  choose(role: Role): void;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
}

/** Chooses a role. */
export function RoleSelect({ value, choose, ...rest }: RoleSelectProps) {
  return (
    <select
      className="form-select"
      value={value ?? ''}
      onChange={(event) => choose(event.target.value as Role)}
      {...rest}
    >
      {value === null && <option value="">none</option>}
      {Object.entries(ROLE_NAMES).map(([role, name]) => (
        <option key={role} value={role}>
          {name}
        </option>
      ))}
    </select>
  );
}
