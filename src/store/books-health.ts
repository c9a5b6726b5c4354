import type { Reader } from '#src/store/engine/database.ts';

/** Whether an organization's books get in and count, without reading them. */
export interface BooksHealth {
  /** Whether any month has a statement. */
  readonly hasStatements: boolean;
  readonly hasConfirmedMapping: boolean;
  /** The Web Connector's connection; null for none. */
  readonly connector: {
    readonly paused: boolean;
    /** When the credentials were first created. */
    readonly createdAt: Date;
    /** When its last session started; null for none. */
    readonly lastSessionAt: Date | null;
    readonly lastError: string | null;
  } | null;
}

/** One statement. */
export async function readBooksHealth(reader: Reader, organizationId: number): Promise<BooksHealth> {
  const [row] = await reader.$queryRaw<
    {
      hasStatements: boolean;
      hasConfirmedMapping: boolean;
      paused: boolean | null;
      createdAt: Date | null;
      lastSessionAt: Date | null;
      lastError: string | null;
    }[]
  >`
    SELECT
      EXISTS (SELECT FROM qbr_statement WHERE organization_id = ${organizationId}::integer) AS "hasStatements",
      EXISTS (SELECT FROM qbr_account_mapping WHERE organization_id = ${organizationId}::integer AND confirmed_at IS NOT NULL)
        AS "hasConfirmedMapping",
      connection.paused, connection.created_at AS "createdAt",
      session.started_at AS "lastSessionAt", session.last_error AS "lastError"
    FROM (SELECT 1) AS one
    LEFT JOIN qbr_books_connection AS connection ON connection.organization_id = ${organizationId}::integer
    LEFT JOIN LATERAL (
      SELECT started_at, last_error FROM qbr_web_connector_session
      WHERE organization_id = ${organizationId}::integer ORDER BY id DESC LIMIT 1) AS session ON true`;
  if (!row) throw new RangeError('A statement of one row gave none');
  const { hasStatements, hasConfirmedMapping, paused, createdAt, lastSessionAt, lastError } = row;
  const connector = paused === null || createdAt === null ? null : { paused, createdAt, lastSessionAt, lastError };
  return { hasStatements, hasConfirmedMapping, connector };
}
