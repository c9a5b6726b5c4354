import { z } from 'zod';

/**
 * The fields of ConnectWise PSA's JSON that this program requests. PSA omits fields that are null or empty, and older servers
 * send null: everything but the id is optional and nullable.
 */

/** `GET …/count`. */
export const countSchema = z.object({ count: z.number().int() });

const namedSchema = z.object({ name: z.string().nullish() });

/** `GET /service/tickets` with `fields=id`. */
export const ticketIdSchema = z.object({ id: z.number().int() });
export type TicketId = z.infer<typeof ticketIdSchema>;

/** `POST /service/tickets/search` with `fields=id,board`. */
export const ticketSchema = z.object({ id: z.number().int(), board: namedSchema.nullish() });
export type Ticket = z.infer<typeof ticketSchema>;

/** `GET /service/tickets/{id}`. */
export const wholeTicketSchema = ticketSchema.extend({
  status: namedSchema.nullish(),
  closedDate: z.string().nullish(),
  parentTicketId: z.number().int().nullish(),
  /** The ticket that it was merged into. */
  mergedParentTicket: z.object({ id: z.number().int().nullish() }).nullish(),
});
export type WholeTicket = z.infer<typeof wholeTicketSchema>;

/** `GET /time/entries`. */
export const timeEntrySchema = z.object({
  id: z.number().int(),
  /** The ticket's id when the entry is charged to a ticket. */
  chargeToId: z.number().int().nullish(),
  chargeToType: z.string().nullish(),
  /** Hours. */
  actualHours: z.number().nullish(),
  /** Name of the board the ticket is on today. A string here, a reference on tickets; servers of about 2022 do not support it. */
  ticketBoard: z.string().nullish(),
});
export type TimeEntry = z.infer<typeof timeEntrySchema>;

/** `GET /system/info`. */
export const systemInfoSchema = z.object({
  version: z.string().nullish(),
  isCloud: z.boolean().nullish(),
  serverTimeZone: z.string().nullish(),
});
export type SystemInfo = z.infer<typeof systemInfoSchema>;
