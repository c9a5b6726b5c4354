/** What the fake serves. Fields that are null are left out of the JSON, as NinjaOne leaves out what it does not know. */

export interface NinjaOneOrganizationRow {
  readonly id: number;
  readonly name: string | null;
  readonly description?: string | null;
}

export interface NinjaOneLocationRow {
  readonly id: number;
  readonly organizationId: number | null;
  readonly name: string | null;
  readonly address?: string | null;
}

export interface NinjaOneDeviceRow {
  readonly id: number;
  readonly organizationId: number | null;
  readonly locationId: number | null;
  readonly nodeClass: string | null;
  readonly displayName: string | null;
  readonly systemName: string | null;
  readonly approvalStatus?: 'PENDING' | 'STAGED' | 'APPROVED' | 'DECOMMISSIONED' | null;
  readonly offline?: boolean | null;
  /** Epoch seconds, with a fraction. */
  readonly created?: number | null;
  /** Epoch seconds, with a fraction. */
  readonly lastContact?: number | null;
}

/** Rows as they are, or as they are at an instant: NinjaOne keeps no history, it answers with today's devices. */
export type RowsAt<Row> = readonly Row[] | ((now: Date) => readonly Row[]);

export function rowsAt<Row>(rows: RowsAt<Row>, now: Date): readonly Row[] {
  return typeof rows === 'function' ? rows(now) : rows;
}
