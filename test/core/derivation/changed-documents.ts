import fc from 'fast-check';
import type { DerivationDocument } from '#src/service/derivation/derivation.ts';

type Path = readonly (string | number)[];
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A document with one change. */
export interface Change {
  readonly path: Path;
  readonly what: 'digit' | 'text' | 'number' | 'boolean' | 'null' | 'removed' | 'added' | 'repeated' | 'shortened';
  readonly changed: DerivationDocument;
}

/** The kinds of fields of a document: its paths with `*` for the place in a list. */
export function kindsOf(document: DerivationDocument): string[] {
  return [...new Set(pathsOf(document as unknown as Json).map(kindOf))];
}

/** Those whose change must show also under a digest of its own: what is stated, and where it belongs. */
export function numberKindsOf(document: DerivationDocument): string[] {
  const stated = /^(period|months(\.\*)?|leaves(\.\*(\.(key|period|value|exact|display))?)?)$/;
  const derived = /^values(\.\*(\.(kind|key|period|value|exact|display|reason|months(\.\*)?))?)?$/;
  return kindsOf(document).filter((kind) => stated.test(kind) || derived.test(kind));
}

/** Changes at random places of a kind. */
export function changesOf(
  document: DerivationDocument,
  kind: string,
  { count, seed }: { readonly count: number; readonly seed: number },
): Change[] {
  const paths = pathsOf(document as unknown as Json).filter((path) => kindOf(path) === kind);
  const change = fc.constantFrom(...paths).chain((path) => {
    const changes = changesAt(at(document as unknown as Json, path), path);
    return changes.length === 0 ? fc.constant(null) : fc.constantFrom(...changes);
  });
  return fc.sample(change, { numRuns: count, seed }).flatMap((each) => {
    if (each === null) return [];
    const changed = structuredClone(document) as unknown as Json;
    each.apply(changed);
    return [{ path: each.path, what: each.what, changed: changed as unknown as DerivationDocument }];
  });
}

interface Edit extends Pick<Change, 'path' | 'what'> {
  apply(document: Json): void;
}

/** Every change of the value at a path. */
function changesAt(value: Json, path: Path): Edit[] {
  const put = (what: Change['what'], other: Json): Edit => ({
    ...{ path, what },
    apply: (document) => set(document, path, other),
  });
  const removed: Edit = { path, what: 'removed', apply: (document) => set(document, path, undefined) };
  const own = path.length === 0 ? [] : [removed];
  if (value === null) return [...own, put('text', '0'), put('number', 0)];
  if (typeof value === 'boolean') return [...own, put('boolean', !value), put('null', null)];
  if (typeof value === 'number')
    return [...own, put('number', value + 1), put('text', String(value)), put('null', null)];
  if (typeof value === 'string') {
    const digits = [...value.matchAll(/\d/g)].flatMap(({ 0: digit, index }) =>
      [1, 5].map((step) => {
        const other = (Number(digit) + step) % 10;
        return put('digit', `${value.slice(0, index)}${other}${value.slice(index + 1)}`);
      }),
    );
    return [
      ...own,
      ...digits,
      put('text', `${value} `),
      put('text', value === 'nrr' ? 'mrr' : 'nrr'),
      put('null', null),
    ];
  }
  if (!Array.isArray(value)) return [...own, put('added', { ...value, note: 'x' }), put('null', null)];
  const rows: Edit[] =
    value.length > 0 ? [put('repeated', [...value, value[0] as Json]), put('shortened', value.slice(1))] : [];
  return [...own, ...rows, put('null', null)];
}

function pathsOf(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const inner = Array.isArray(value) ? value.map((each, index) => [index, each] as const) : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...inner.flatMap(([name, each]) => pathsOf(each, [...path, name]))];
}

function kindOf(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, step) => (inner as Record<string | number, Json>)[step] as Json, value);
}

/** Removes what is `undefined`. */
function set(document: Json, path: Path, value: Json | undefined): void {
  const last = path.at(-1) as string | number;
  const holder = at(document, path.slice(0, -1)) as Record<string | number, Json>;
  if (value !== undefined) holder[last] = value;
  else if (Array.isArray(holder)) holder.splice(last as number, 1);
  else delete holder[last];
}
