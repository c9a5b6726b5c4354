/** The largest file that is read, in bytes: 3,000 accounts and 36 months are 2 MB. Of a larger one a byte more is enough. */
export const MAX_FILE_BYTES = 10_000_000;
