/** Limits `qbr doctor` to the database and the schedule in it. */
export const DATABASE_ONLY = '--database-only';
