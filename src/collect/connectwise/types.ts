import { z } from 'zod';

/**
 * What ConnectWise PSA's JSON holds, of the fields this program asks for. PSA leaves out fields that are null or empty, and older
 * servers send them as null: everything but an id is optional and nullable.
 */

/** `GET …/count`. */
export const countSchema = z.object({ count: z.number().int() });

/** `POST /service/tickets/search` with `fields=id,board`. */
export const ticketSchema = z.object({
  id: z.number().int(),
  board: z.object({ name: z.string().nullish() }).nullish(),
});
export type Ticket = z.infer<typeof ticketSchema>;

/** `GET /time/entries`. */
export const timeEntrySchema = z.object({
  id: z.number().int(),
  /** The ticket's id when the entry is charged to a ticket. */
  chargeToId: z.number().int().nullish(),
  chargeToType: z.string().nullish(),
  /** Hours. */
  actualHours: z.number().nullish(),
  /** Name of the board the ticket is on today. A string here, a reference on tickets; not known to servers of about 2022. */
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
