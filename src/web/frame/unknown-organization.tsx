import { useEffect } from 'react';
import { basePath } from '#src/web/base-path.ts';
import { Loading } from '#src/web/controls/query-states.tsx';
import type { ShellQuery } from '#src/web/gql/operations.ts';
import { reviewOf, viewsPath } from '#src/web/organization.ts';
import { OPERATORS_PATH } from './navigation.tsx';

/**
 * In place of an organization that does not exist, or to which the viewer does not belong: an address without one leads to the
 * viewer's first organization, any other one offers those that there are.
 */
export function UnknownOrganization({ viewer }: { readonly viewer: ShellQuery['viewer'] }) {
  const [first] = viewer.memberships;
  const isUnnamed = viewsPath() === basePath();
  const isLeading = isUnnamed && first !== undefined;
  useEffect(() => {
    if (isLeading) location.replace(reviewOf(first.organizationId));
  }, [isLeading, first]);
  if (isLeading) return <Loading label="Opening the business review" />;
  return (
    <main id="content" className="container-xxl py-4">
      <h1>{isUnnamed ? 'No organization yet' : 'Organization not found'}</h1>
      {first ? (
        <>
          <p>There is no such organization, or you do not belong to it. Yours are:</p>
          <ul>
            {viewer.memberships.map(({ organizationId, name }) => (
              <li key={organizationId}>
                <a href={reviewOf(organizationId)}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          You are signed in as {viewer.name} and belong to no organization.
          {!viewer.isOperator && ' Ask an operator for a membership.'}
        </p>
      )}
      {viewer.isOperator && (
        <p>
          As an operator you manage <a href={basePath() + OPERATORS_PATH}>the organizations of this server</a>.
        </p>
      )}
      {!viewer.isLocal && (
        <form method="post" action={`${basePath()}/auth/logout`}>
          <button type="submit" className="btn btn-outline-secondary">
            Sign out
          </button>
        </form>
      )}
    </main>
  );
}
