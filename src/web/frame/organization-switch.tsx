import { useState } from 'react';
import { reviewOf, shownOrganization } from '#src/web/organization.ts';
import { useShell } from '#src/web/shell.ts';

/** Switches to another organization of the viewer; absent where there is none. */
export function OrganizationSwitch() {
  const { memberships } = useShell().viewer;
  const shown = shownOrganization();
  const [chosen, setChosen] = useState(shown);
  if (memberships.every(({ organizationId }) => organizationId === shown)) return null;
  const isShownListed = memberships.some(({ organizationId }) => organizationId === shown);
  return (
    <label className="organization-switch">
      <span className="visually-hidden">Organization</span>
      <select
        className="form-select form-select-sm"
        value={chosen}
        onChange={({ target }) => {
          setChosen(Number(target.value));
          // A new page, so that nothing of one organization is left beside another.
          location.assign(reviewOf(Number(target.value)));
        }}
      >
        {!isShownListed && <option value={shown}>Choose an organization</option>}
        {memberships.map(({ organizationId, name, isArchived }) => (
          <option key={organizationId} value={organizationId}>
            {name}
            {isArchived && ' (archived)'}
          </option>
        ))}
      </select>
    </label>
  );
}
