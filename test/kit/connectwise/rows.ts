/** What the fake serves. Fields that are null, empty or absent are left out of its JSON, as PSA leaves them out. */
export interface ConnectWiseTicketRow {
  readonly id: number;
  readonly summary?: string | null;
  readonly recordType?: string | null;
  readonly board: ReferenceRow | null;
  readonly status: ReferenceRow | null;
  readonly company?: (ReferenceRow & { readonly identifier?: string }) | null;
  /** UTC, `2025-01-31T06:00:00Z`, like all dates here. */
  readonly closedDate?: string | null;
  readonly closedFlag?: boolean | null;
  readonly parentTicketId?: number | null;
  readonly hasChildTicket?: boolean | null;
  /** The ticket that it was merged into. */
  readonly mergedParentTicket?: { readonly id: number; readonly summary?: string | null } | null;
  /** A ticket has its `dateEntered` in here only. */
  readonly _info: { readonly dateEntered: string; readonly lastUpdated?: string | null };
}

export interface ConnectWiseTimeEntryRow {
  readonly id: number;
  readonly chargeToId?: number | null;
  readonly chargeToType?: string | null;
  readonly member?: (ReferenceRow & { readonly identifier?: string }) | null;
  readonly timeStart?: string | null;
  readonly timeEnd?: string | null;
  /** A time entry has its `dateEntered` at the top. */
  readonly dateEntered: string;
  /** Hours. */
  readonly actualHours?: number | null;
  readonly billableOption?: string | null;
  readonly status?: string | null;
  readonly ticketBoard?: string | null;
  readonly ticket?: { readonly id: number; readonly summary?: string | null } | null;
}

interface ReferenceRow {
  readonly id?: number;
  readonly name: string;
}

/** Read at every request: rows that are added or replaced meanwhile are served. */
export interface ConnectWiseRows {
  readonly tickets: readonly ConnectWiseTicketRow[];
  readonly timeEntries: readonly ConnectWiseTimeEntryRow[];
}
