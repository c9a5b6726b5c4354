/**
 * Rows as ConnectWise PSA's JSON holds them (vendors.md A4), of all fields those that matter or make a demo look real. Null
 * means that the row has no value; the fake leaves such fields out.
 */

export interface TicketRow {
  readonly id: number;
  readonly summary: string;
  readonly recordType: 'ServiceTicket';
  readonly board: { readonly id: number; readonly name: string };
  readonly status: { readonly id: number; readonly name: string };
  readonly company: { readonly id: number; readonly identifier: string; readonly name: string };
  readonly closedDate: string | null;
  readonly closedFlag: boolean;
  readonly parentTicketId: number | null;
  readonly hasChildTicket: boolean;
  /** A ticket has no `dateEntered` of its own; it is in `_info`. */
  readonly _info: { readonly dateEntered: string; readonly lastUpdated: string };
}

export interface TimeEntryRow {
  readonly id: number;
  readonly chargeToId: number;
  readonly chargeToType: 'ServiceTicket' | 'ProjectTicket' | 'ChargeCode' | 'Activity';
  readonly member: { readonly id: number; readonly identifier: string; readonly name: string };
  readonly timeStart: string;
  readonly timeEnd: string;
  /** When the entry was logged, which may be days after the work. */
  readonly dateEntered: string;
  readonly actualHours: number | null;
  readonly billableOption: 'Billable' | 'DoNotBill';
  readonly status: 'Open' | 'Billed';
  /** Name of the ticket's board; older servers, and some entries, do not have it. */
  readonly ticketBoard: string | null;
  readonly ticket: { readonly id: number; readonly summary: string } | null;
}
