/** What a field of a resource can be compared with. */
export type FieldType = 'string' | 'number' | 'boolean' | 'datetime' | 'reference';

/** One collection of the API: the names its `conditions`, `orderBy` and `fields` know. */
export interface Resource<Row> {
  /** By name or path (`board/name`); a name that is not in it is refused with 400. */
  readonly fields: ReadonlyMap<string, Field<Row>>;
  /** Names that `fields=` accepts without answering anything for them. */
  readonly ignoredInFields: ReadonlySet<string>;
}

export interface Field<Row> {
  readonly type: FieldType;
  readonly value: (row: Row) => unknown;
  /** Whether `conditions` and `orderBy` know it. */
  readonly isQueryable: boolean;
  /** Whether it is part of the JSON. */
  readonly isReturned: boolean;
}

type Path = string;
interface Fields {
  readonly [path: Path]: FieldType;
}

const REFERENCE: Fields = { id: 'number', name: 'string' };
const NAMED_REFERENCE: Fields = { ...REFERENCE, identifier: 'string' };

/** `/service/tickets`: `dateEntered` is a name in conditions, but in the JSON only inside `_info`. */
export function ticketResource<Row extends { readonly id: number }>(): Resource<Row> {
  const fields = new Map([
    ...plain<Row>({
      id: 'number',
      summary: 'string',
      recordType: 'string',
      closedDate: 'datetime',
      closedFlag: 'boolean',
      parentTicketId: 'number',
      hasChildTicket: 'boolean',
    }),
    ...nested<Row>('board', REFERENCE),
    ...nested<Row>('status', REFERENCE),
    ...nested<Row>('company', NAMED_REFERENCE),
    ...nested<Row>('mergedParentTicket', { id: 'number', summary: 'string' }),
    ...nested<Row>('_info', { dateEntered: 'datetime', lastUpdated: 'datetime' }),
  ]);
  for (const name of ['dateEntered', 'lastUpdated']) {
    const inside = fields.get(`_info/${name}`);
    if (inside !== undefined) fields.set(name, { ...inside, isReturned: false });
  }
  return { fields, ignoredInFields: new Set(['dateEntered', 'lastUpdated']) };
}

/** `/time/entries`. Servers of about 2022 do not know `ticketBoard`; newer ones return it, but do not filter by it. */
export function timeEntryResource<Row extends { readonly id: number }>(knows: { ticketBoard: boolean }): Resource<Row> {
  const fields = new Map([
    ...plain<Row>({
      id: 'number',
      chargeToId: 'number',
      chargeToType: 'string',
      timeStart: 'datetime',
      timeEnd: 'datetime',
      dateEntered: 'datetime',
      actualHours: 'number',
      billableOption: 'string',
      status: 'string',
    }),
    ...nested<Row>('member', NAMED_REFERENCE),
    ...nested<Row>('ticket', { id: 'number', summary: 'string' }),
  ]);
  if (knows.ticketBoard) {
    const value = (row: Row) => valueAt(row, ['ticketBoard']);
    fields.set('ticketBoard', { type: 'string', value, isQueryable: false, isReturned: true });
  }
  return { fields, ignoredInFields: new Set() };
}

/** `/service/boards`. */
export function boardResource<Row extends { readonly id: number }>(): Resource<Row> {
  return { fields: new Map(plain<Row>({ id: 'number', name: 'string' })), ignoredInFields: new Set() };
}

/** The row as the API returns it without `fields`: known top-level fields only. */
export function topLevelFields<Row>(resource: Resource<Row>): string[] {
  return [...resource.fields].filter(([name, field]) => field.isReturned && !name.includes('/')).map(([name]) => name);
}

function plain<Row>(types: Fields): [string, Field<Row>][] {
  return Object.entries(types).map(([name, type]) => [name, fieldAt<Row>([name], type)]);
}

function nested<Row>(name: string, types: Fields): [string, Field<Row>][] {
  const inside = Object.entries(types).map(([key, type]): [string, Field<Row>] => [
    `${name}/${key}`,
    fieldAt<Row>([name, key], type),
  ]);
  return [[name, fieldAt<Row>([name], 'reference')], ...inside];
}

function fieldAt<Row>(path: readonly string[], type: FieldType): Field<Row> {
  return { type, value: (row) => valueAt(row, path), isQueryable: true, isReturned: true };
}

function valueAt(row: unknown, path: readonly string[]): unknown {
  let value = row;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
