import type { VendorKey } from '#src/store/engine/base-rows.ts';
import type { Database } from '#src/store/engine/database.ts';

/** The newest collection of a vendor. */
export interface VendorCollectionState {
  readonly vendor: VendorKey;
  /** `failed` if any month failed. */
  readonly state: 'running' | 'success' | 'failed';
  /** Of the newest run that has ended; null before the first one. */
  readonly durationSeconds: number | null;
  /** End of the newest run that stored something; null if none did. Seconds since 1970. */
  readonly lastSuccess: number | null;
}

/** How the program fares, as far as the database knows. Instants are seconds since 1970. */
export interface OperationalState {
  readonly openFindings: number;
  /** The number of the newest audit entry; 0 without one. */
  readonly auditAnchor: number;
  /** Null if nobody has enabled or disabled it, so that the configured default applies. */
  readonly collectionEnabled: boolean | null;
  /** The newest backup; null if none was made. */
  readonly lastBackup: number | null;
  /** The newest drill, which restores a backup elsewhere and verifies it; null if none was made. */
  readonly lastDrill: { readonly at: number; readonly succeeded: boolean } | null;
  /** Of the vendors that have been collected. */
  readonly collections: readonly VendorCollectionState[];
}

/** One row for each vendor: its newest run, the newest one that has ended, and the newest success. */
const COLLECTIONS = `
  SELECT vendor.id AS "vendorId",
    (SELECT CASE WHEN bool_or(status = 'running') THEN 'running' WHEN bool_or(status = 'failed') THEN 'failed' ELSE 'success' END
     FROM qbr_collection_log AS entry
     WHERE entry.organization_id = $1::integer AND entry.vendor_id = vendor.id AND entry.run_id = newest.run_id) AS state,
    (SELECT extract(epoch FROM max(collection_ended_at) - min(collection_started_at))::float8
     FROM qbr_collection_log AS entry
     WHERE entry.organization_id = $1::integer AND entry.vendor_id = vendor.id AND entry.run_id = ended.run_id) AS "durationSeconds",
    (SELECT extract(epoch FROM collection_ended_at)::float8 FROM qbr_collection_log AS entry
     WHERE entry.organization_id = $1::integer AND entry.vendor_id = vendor.id AND entry.status = 'success'
     ORDER BY entry.run_id DESC LIMIT 1) AS "lastSuccess"
  FROM vendor
  JOIN LATERAL (SELECT run_id FROM qbr_collection_log AS entry
    WHERE entry.organization_id = $1::integer AND entry.vendor_id = vendor.id ORDER BY run_id DESC LIMIT 1) AS newest ON true
  LEFT JOIN LATERAL (SELECT run_id FROM qbr_collection_log AS entry
    WHERE entry.organization_id = $1::integer AND entry.vendor_id = vendor.id AND entry.status <> 'running'
    ORDER BY run_id DESC LIMIT 1) AS ended ON true`;

/** The newest drill as `{ at, succeeded }`. */
const LAST_DRILL = `
  SELECT json_build_object('at', extract(epoch FROM ended_at)::float8, 'succeeded', problem IS NULL) FROM qbr_backup_drill
  WHERE organization_id = $1::integer ORDER BY id DESC LIMIT 1`;

const STATE = `SELECT json_build_object(
  'openFindings', (SELECT count(*) FROM qbr_finding
    WHERE organization_id = $1::integer AND acknowledged_at IS NULL AND resolved_at IS NULL),
  'auditAnchor', coalesce((SELECT last_id FROM qbr_audit_chain WHERE organization_id = $1::integer), 0),
  'collectionEnabled', (SELECT value FROM qbr_setting WHERE organization_id = $1::integer AND key = 'collection_enabled'),
  'lastBackup', (SELECT extract(epoch FROM at)::float8 FROM qbr_audit
    WHERE organization_id = $1::integer AND action = 'backup.made' ORDER BY id DESC LIMIT 1),
  'lastDrill', (${LAST_DRILL}),
  'collections', (SELECT coalesce(json_agg(collection), '[]') FROM (${COLLECTIONS}) AS collection))::text`;

/** Reads all of it in one statement, because it is asked for several times a minute. */
export async function readOperationalState(
  { query, vendorIds }: Pick<Database, 'query' | 'vendorIds'>,
  organizationId: number,
): Promise<OperationalState> {
  const text = await query({ name: 'operational_state', sql: STATE, parameters: [organizationId] });
  const { collections, ...state } = JSON.parse(text) as StoredState;
  const keys = new Map(Object.entries(vendorIds).map(([key, id]) => [id, key as VendorKey]));
  return {
    ...state,
    collections: collections.flatMap(({ vendorId, ...collection }) => {
      const vendor = keys.get(vendorId);
      return vendor === undefined ? [] : [{ vendor, ...collection }];
    }),
  };
}

/** The state as the statement gives it. */
interface StoredState extends Omit<OperationalState, 'collections'> {
  readonly collections: readonly (Omit<VendorCollectionState, 'vendor'> & { readonly vendorId: number })[];
}
