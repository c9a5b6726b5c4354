import type { WriteContext } from '#src/service/values/enter.ts';

/** Who manages people, sessions and keys, and when. */
export type AccessContext = Pick<WriteContext, 'database' | 'organizationId' | 'viewer' | 'actor' | 'at'>;

/** Highest number that the database can give a row. */
export const HIGHEST_ID = 2_147_483_647;
