import { compareVersions, oldestVersionOf } from '#src/store/engine/compatibility.ts';
import type { Migration } from '#src/store/engine/migrate.ts';

/** A statement after which the release before might not work any more. */
interface Contraction {
  readonly pattern: RegExp;
  /** Whether the same migration makes up for it. */
  readonly isMadeUp?: (match: RegExpExecArray, sql: string) => boolean;
}

const NAME = String.raw`(?:IF (?:NOT )?EXISTS )?(?:ONLY )?"?(?:public"?\."?)?(\w+)"?`;
const createsTable = (name: string, sql: string) =>
  new RegExp(String.raw`CREATE TABLE (?:IF NOT EXISTS )?"?(?:public"?\."?)?${name}\b`, 'i').test(sql);
const isOfNewTable = ([, name = '']: RegExpExecArray, sql: string) => createsTable(name, sql);
/** Replaced by one of the same name, which a person has seen to be wider. */
const isMadeAnew = (what: string) => (match: RegExpExecArray, sql: string) =>
  new RegExp(String.raw`${what} (?:IF NOT EXISTS )?"?${match[1]}\b`, 'i').test(sql);

const CONTRACTIONS: readonly Contraction[] = [
  { pattern: new RegExp(`DROP CONSTRAINT ${NAME}`, 'gi'), isMadeUp: isMadeAnew('ADD CONSTRAINT') },
  { pattern: new RegExp(`DROP TRIGGER ${NAME}`, 'gi'), isMadeUp: isMadeAnew('CREATE (?:CONSTRAINT )?TRIGGER') },
  { pattern: new RegExp(`DROP INDEX ${NAME}`, 'gi'), isMadeUp: isMadeAnew('CREATE (?:UNIQUE )?INDEX') },
  { pattern: /\bDROP (?!CONSTRAINT|TRIGGER|INDEX)\w+/gi },
  { pattern: /\bRENAME\b/gi },
  // A trigger that refuses it takes nothing away.
  { pattern: /(?<!\b(?:BEFORE|AFTER|OR) )\b(?:TRUNCATE|DELETE FROM)\b/gi },
  { pattern: /\bALTER (?:COLUMN )?"?\w+"? (?:SET DATA )?TYPE\b/gi },
  { pattern: /\bSET NOT NULL\b/gi },
  { pattern: /\bADD (?:COLUMN )?(?:IF NOT EXISTS )?"?\w+"? (?![^,;]*\bDEFAULT\b)[^,;]*\bNOT NULL\b[^,;]*/gi },
  { pattern: new RegExp(String.raw`CREATE UNIQUE INDEX .*?\bON ${NAME}`, 'gi'), isMadeUp: isOfNewTable },
];

/** Why a migration may not follow a release; nothing if it only adds, or says which released version can do with it. */
export function objections({ sql }: Pick<Migration, 'sql'>, released: string): string[] {
  const oldest = oldestVersionOf(sql);
  if (oldest !== null) {
    return compareVersions(oldest, released) <= 0
      ? []
      : [`-- oldest-version: ${oldest} is not released: ${released} is, and would not work beside this one`];
  }
  const plain = withoutDetails(sql);
  return CONTRACTIONS.flatMap(({ pattern, isMadeUp }) =>
    [...plain.matchAll(pattern)].filter((match) => !isMadeUp?.(match, plain)).map(([text]) => text),
  );
}

/** In one line, without comments, texts and what stands in parentheses. Bodies of functions stay: what they do counts as well. */
function withoutDetails(sql: string): string {
  let plain = sql
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/\s+/g, ' ');
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replaceAll(/\([^()]*\)/g, '');
  }
  return plain;
}
