import '#src/web/settings/settings.css';
import './organizations.css';
import { useState } from 'react';
import { type ListPage, usePages } from '#src/web/client/use-pages.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ShowMore } from '#src/web/controls/show-more.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { useDocumentTitle } from '#src/web/frame/use-document-title.ts';
import { OrganizationsOperation, type OrganizationsQuery } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { CreateDialog } from './create-dialog.tsx';
import type { ListedOrganization } from './listed-organization.ts';
import { OrganizationRow } from './organization-row.tsx';

/** For operators: the organizations of this server, and who belongs to them. None of their numbers. */
export function OrganizationsPage() {
  const { viewer } = useShell();
  useDocumentTitle(['Organizations', 'Business review']);
  return (
    <>
      <h1 className="mb-3">Organizations</h1>
      {viewer.isOperator ? <Organizations /> : <p className="settings-lead">Only operators can see this page.</p>}
    </>
  );
}

const pageOf = ({ organizations }: OrganizationsQuery): ListPage<ListedOrganization> => organizations;

function Organizations() {
  const [search, setSearch] = useState('');
  const [isCreating, setCreating] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const announce = (words: string) => setDone({ words });
  const pages = usePages(OrganizationsOperation, { search: search.trim() || null }, { pageOf });
  const { nodes, error, refetch } = pages;
  return (
    <>
      <p className="settings-lead">
        As an operator you create organizations and give memberships. You see the numbers only of those that you belong
        to.
      </p>
      <div className="organizations-bar">
        <label className="organizations-search">
          <span className="visually-hidden">Search by name or slug</span>
          <input
            className="form-control"
            type="search"
            placeholder="Search by name or slug"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        </label>
        <button type="button" className="btn btn-primary" onClick={() => setCreating(true)}>
          Create an organization
        </button>
      </div>
      {isCreating && <CreateDialog close={() => setCreating(false)} announce={announce} />}
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!nodes && !error && <Loading label="Loading the organizations" />}
      {nodes?.length === 0 && <p role="status">No organization has this in its name or slug.</p>}
      {nodes && nodes.length > 0 && (
        <table className="table align-middle settings-table">
          <caption className="visually-hidden">Organizations</caption>
          <TableHead columns={['Organization', 'Number', 'Time zone', 'State']} actions="Actions" />
          <tbody>
            {nodes.map((organization) => (
              <OrganizationRow key={organization.id} organization={organization} announce={announce} />
            ))}
          </tbody>
        </table>
      )}
      <ShowMore pages={pages} label="Show more" />
    </>
  );
}
