import Fraction from 'fraction.js';

/**
 * The formula language: `+ - * /` (also `− × ÷`), parentheses, metric names, numbers and the period constants `months`
 * (number of months computed on) and `annual` (12 / months). One parsed expression is the source of a value, its
 * components, the lineage and the displayed calculation (docs/calculations.md section 2); no formula is written twice.
 * Our own parser: a library such as mathjs brings a language of which nearly everything would have to be forbidden.
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: Fraction; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'constant'; readonly name: PeriodConstant }
  | { readonly kind: 'group'; readonly inner: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

export type PeriodConstant = 'months' | 'annual';
export type Operator = '+' | '-' | '*' | '/';

export interface Formula {
  readonly text: string;
  readonly expression: Expression;
  /** Keys of the metrics in the formula, each once, in order of appearance. */
  readonly inputs: readonly string[];
}

/** A formula with a syntax error. `position` is the zero-based offset of the offending character. */
export class FormulaSyntaxError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} at position ${position + 1}`);
    this.name = 'FormulaSyntaxError';
    this.position = position;
  }
}

interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'end';
  readonly text: string;
  readonly position: number;
}

const TOKEN = /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[a-z][a-z0-9_]*)|(?<symbol>[-+*/()−×÷]))/uy;
const SYMBOLS: Readonly<Record<string, string>> = { '−': '-', '×': '*', '÷': '/' };

/**
 * Parses a formula text.
 * @throws FormulaSyntaxError
 */
export function parseFormula(text: string): Formula {
  const parser = new Parser(tokenize(text));
  const expression = parser.parse();
  return { text, expression, inputs: [...new Set(namesIn(expression))] };
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const rest = text.slice(TOKEN.lastIndex).trimStart();
    const position = text.length - rest.length;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new FormulaSyntaxError(`Unexpected ${JSON.stringify(rest[0])}`, position);
    if (groups['number'] !== undefined) tokens.push({ kind: 'number', text: groups['number'], position });
    else if (groups['name'] !== undefined) tokens.push({ kind: 'name', text: groups['name'], position });
    else tokens.push({ kind: 'symbol', text: SYMBOLS[groups['symbol'] ?? ''] ?? groups['symbol'] ?? '', position });
  }
  tokens.push({ kind: 'end', text: '', position: end });
  return tokens;
}

/** Recursive descent: expression = term {(+|-) term}; term = factor {(*|/) factor}; factor = number | name | (expression) | -factor. */
class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#sum();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new FormulaSyntaxError(`Unexpected ${JSON.stringify(rest.text)}`, rest.position);
    return expression;
  }

  #sum(): Expression {
    return this.#leftAssociative(['+', '-'], () => this.#product());
  }

  #product(): Expression {
    return this.#leftAssociative(['*', '/'], () => this.#factor());
  }

  #leftAssociative(operators: readonly Operator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((candidate) => this.#takeSymbol(candidate));
      if (!operator) return left;
      left = { kind: 'binary', operator, left, right: operand() };
    }
  }

  #factor(): Expression {
    if (this.#takeSymbol('-')) return { kind: 'negate', operand: this.#factor() };
    if (this.#takeSymbol('(')) {
      const inner = this.#sum();
      const closing = this.#peek();
      if (!this.#takeSymbol(')')) throw new FormulaSyntaxError('Expected )', closing.position);
      return { kind: 'group', inner };
    }
    const token = this.#peek();
    this.#next += 1;
    if (token.kind === 'number') return { kind: 'number', value: new Fraction(token.text), text: token.text };
    if (token.kind === 'name') {
      return token.text === 'months' || token.text === 'annual'
        ? { kind: 'constant', name: token.text }
        : { kind: 'name', name: token.text };
    }
    const found = token.kind === 'end' ? 'the end' : JSON.stringify(token.text);
    throw new FormulaSyntaxError(`Expected a metric, a number or (, not ${found}`, token.position);
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as Token;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.#next += 1;
    return true;
  }
}

function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'name':
      return [expression.name];
    case 'group':
      return namesIn(expression.inner);
    case 'negate':
      return namesIn(expression.operand);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'number':
    case 'constant':
      return [];
  }
}

/** The values that an expression is evaluated with. */
export interface Environment {
  /** The exact value of a metric; null where it is absent. */
  readonly valueOf: (name: string) => Fraction | null;
  /** Number of months that the values cover: the constant `months`; `annual` is 12 / months. */
  readonly months: number;
}

export type Evaluation =
  | { readonly outcome: 'value'; readonly value: Fraction }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'division by zero' };

const MISSING: Evaluation = { outcome: 'missing' };
const DIVISION_BY_ZERO: Evaluation = { outcome: 'division by zero' };

/** Evaluates exactly, on fractions. An absent input makes the result `missing`, even if a divisor is 0. */
export function evaluate(expression: Expression, environment: Environment): Evaluation {
  switch (expression.kind) {
    case 'number':
      return { outcome: 'value', value: expression.value };
    case 'constant':
      return { outcome: 'value', value: constantValue(expression.name, environment.months) };
    case 'name': {
      const value = environment.valueOf(expression.name);
      return value === null ? MISSING : { outcome: 'value', value };
    }
    case 'group':
      return evaluate(expression.inner, environment);
    case 'negate':
      return combine('-', { outcome: 'value', value: new Fraction(0) }, evaluate(expression.operand, environment));
    case 'binary':
      return combine(
        expression.operator,
        evaluate(expression.left, environment),
        evaluate(expression.right, environment),
      );
  }
}

export function constantValue(name: PeriodConstant, months: number): Fraction {
  return name === 'months' ? new Fraction(months) : new Fraction(12, months);
}

function combine(operator: Operator, left: Evaluation, right: Evaluation): Evaluation {
  if (left.outcome === 'missing' || right.outcome === 'missing') return MISSING;
  if (left.outcome !== 'value') return left;
  if (right.outcome !== 'value') return right;
  switch (operator) {
    case '+':
      return { outcome: 'value', value: left.value.add(right.value) };
    case '-':
      return { outcome: 'value', value: left.value.sub(right.value) };
    case '*':
      return { outcome: 'value', value: left.value.mul(right.value) };
    case '/':
      return right.value.n === 0n ? DIVISION_BY_ZERO : { outcome: 'value', value: left.value.div(right.value) };
  }
}
