/** The `conditions` of a request as a tree (vendors.md A3). */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'compare'; readonly name: string; readonly operator: Comparison; readonly literal: Literal }
  | { readonly kind: 'in'; readonly name: string; readonly negated: boolean; readonly literals: readonly Literal[] }
  | {
      readonly kind: 'like' | 'contains';
      readonly name: string;
      readonly negated: boolean;
      readonly literal: Literal;
    };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Literal =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  /** Epoch milliseconds. */
  | { readonly type: 'datetime'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null'; readonly value: null };

/** A condition the server does not understand; the API answers 400 with its code and message. */
export class ConditionError extends Error {}

type Token =
  | { readonly kind: 'literal'; readonly text: string; readonly literal: Literal }
  | { readonly kind: 'word' | 'operator' | 'mark' | 'end'; readonly text: string };

const TOKEN =
  /\s*(?:(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\[(?<datetime>[^\]]*)\]|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_][\w/]*)|(?<operator><=|>=|!=|=|<|>)|(?<mark>[(),]))/y;
const DATETIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * Parses `a = 1 and (b/name in ("x",'y') or not …)`: `and` binds tighter than `or`, words of the grammar in any case.
 * @throws ConditionError for anything else
 */
export function parseCondition(text: string): Condition {
  const reader = new TokenReader(tokens(text));
  const condition = either(reader);
  reader.expect('end', '');
  return condition;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const length = text.trimEnd().length;
  while (pattern.lastIndex < length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new ConditionError(`Unexpected text at ${at}: ${text.slice(at, at + 20)}`);
    found.push(tokenOf(groups));
  }
  return [...found, { kind: 'end', text: '' }];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token {
  const { string, datetime, number, word, operator, mark } = groups;
  if (string !== undefined) {
    return {
      kind: 'literal',
      text: string,
      literal: { type: 'string', value: string.slice(1, -1).replace(/\\(.)/g, '$1') },
    };
  }
  if (datetime !== undefined) return { kind: 'literal', text: datetime, literal: datetimeOf(datetime) };
  if (number !== undefined)
    return { kind: 'literal', text: number, literal: { type: 'number', value: Number(number) } };
  if (operator !== undefined) return { kind: 'operator', text: operator };
  if (mark !== undefined) return { kind: 'mark', text: mark };
  return wordToken(word ?? '');
}

function wordToken(word: string): Token {
  switch (word.toLowerCase()) {
    case 'null':
      return { kind: 'literal', text: word, literal: { type: 'null', value: null } };
    case 'true':
    case 'false':
      return { kind: 'literal', text: word, literal: { type: 'boolean', value: word.toLowerCase() === 'true' } };
    default:
      return { kind: 'word', text: word };
  }
}

/** A date without a zone is UTC. */
function datetimeOf(text: string): Literal {
  const isDateOnly = text.length === 10;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10));
  const value = DATETIME.test(text) ? Date.parse(isDateOnly || hasZone ? text : `${text}Z`) : Number.NaN;
  if (Number.isNaN(value)) throw new ConditionError(`String was not recognized as a valid DateTime: ${text}`);
  return { type: 'datetime', value };
}

class TokenReader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  next(): Token {
    const token = this.#tokens[this.#position] ?? { kind: 'end', text: '' };
    this.#position += 1;
    return token;
  }

  /** Takes the next token if it is this one; words in any case. */
  take(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.kind !== kind || token.text.toLowerCase() !== text) return false;
    this.#position += 1;
    return true;
  }

  expect(kind: Token['kind'], text: string): void {
    if (this.take(kind, text)) return;
    const found = this.#tokens[this.#position]?.text || 'the end';
    throw new ConditionError(`Expected ${text || 'the end'} but found ${found}`);
  }
}

function either(reader: TokenReader): Condition {
  const operands = [both(reader)];
  while (reader.take('word', 'or')) operands.push(both(reader));
  return combined('or', operands);
}

function both(reader: TokenReader): Condition {
  const operands = [single(reader)];
  while (reader.take('word', 'and')) operands.push(single(reader));
  return combined('and', operands);
}

function combined(kind: 'and' | 'or', operands: readonly Condition[]): Condition {
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { kind, operands };
}

function single(reader: TokenReader): Condition {
  if (reader.take('mark', '(')) {
    const condition = either(reader);
    reader.expect('mark', ')');
    return condition;
  }
  const token = reader.next();
  if (token.kind !== 'word') throw new ConditionError(`Expected a field name but found ${token.text || 'the end'}`);
  const name = token.text;
  const negated = reader.take('word', 'not');
  for (const kind of ['like', 'contains'] as const) {
    if (reader.take('word', kind)) return { kind, name, negated, literal: literalOf(reader) };
  }
  if (reader.take('word', 'in')) return { kind: 'in', name, negated, literals: literalList(reader) };
  if (negated) throw new ConditionError('Expected in, like or contains after not');
  const operator = reader.next();
  if (operator.kind !== 'operator') throw new ConditionError(`Expected an operator but found ${operator.text}`);
  return { kind: 'compare', name, operator: operator.text as Comparison, literal: literalOf(reader) };
}

function literalList(reader: TokenReader): Literal[] {
  reader.expect('mark', '(');
  const literals = [literalOf(reader)];
  while (reader.take('mark', ',')) literals.push(literalOf(reader));
  reader.expect('mark', ')');
  return literals;
}

function literalOf(reader: TokenReader): Literal {
  const token = reader.next();
  if (token.kind === 'literal') return token.literal;
  throw new ConditionError(`Expected a value but found ${token.text || 'the end'}`);
}
