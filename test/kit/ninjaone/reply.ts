import { randomUUID } from 'node:crypto';

/** What the fake answers: a status and a JSON body. */
export interface NinjaOneReply {
  readonly status: number;
  readonly json: unknown;
}

/** An error in the shape of NinjaOne's API. */
export function errorReply(status: number, resultCode: string, errorMessage: string): NinjaOneReply {
  return { status, json: { resultCode, errorMessage, incidentId: randomUUID() } };
}
