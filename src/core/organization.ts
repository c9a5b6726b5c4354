/** The organization that every installation has, and that is meant where none is named. */
export const FIRST_ORGANIZATION = 1;
