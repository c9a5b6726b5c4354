/**
 * Parts of statements, and the null of a JSON column, as Prisma's client takes them. From its package of such values, because the client
 * itself is loaded by its first use only.
 */
export { DbNull, join as joinSql, type Sql, sql } from '@prisma/client-runtime-utils';
