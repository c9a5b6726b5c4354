import { createHash } from 'node:crypto';
import { canonicalStatement, type Statement } from '#src/core/books/statement.ts';

/** SHA-256, in hexadecimal, of a statement's content: two statements that say the same have the same. */
export function statementDigest(statement: Statement): string {
  return createHash('sha256').update(canonicalStatement(statement)).digest('hex');
}
