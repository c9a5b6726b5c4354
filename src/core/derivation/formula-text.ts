import { add, divide, type Exact, exactOf, multiply, subtract } from './exact.ts';

/** Why a formula has no result. */
export type FormulaObstacle = 'missing' | 'division by zero';
export type FormulaResult = { readonly value: Exact } | { readonly obstacle: FormulaObstacle };

/** Names in formulas that are no metrics: the number of months, and 12 divided by it. */
const CONSTANTS: readonly string[] = ['months', 'annual'];
const TOKENS = /\d+(?:\.\d+)?|[a-z][a-z0-9_]*|[-+*/()−×÷]/g;
const PLAIN_SIGNS: Readonly<Record<string, string>> = { '−': '-', '×': '*', '÷': '/' };
/** Bounds the texts whose tokens are kept. */
const MOST_KNOWN = 200;
/** `negate` binds to the next operand. */
const RANKS: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, negate: 3 };

/** The keys of the metrics in a formula text, each once, in order. */
export function namesIn(text: string): string[] {
  const names = tokensOf(text).filter((token) => /^[a-z]/.test(token) && !CONSTANTS.includes(token));
  return [...new Set(names)];
}

/**
 * Computes a formula text exactly, with two stacks in one pass over its tokens: no parser and no tree, as the formula engine has
 * them, so that a fault of the one does not hide in the other.
 * @param lookUp the value of a metric; null where it is absent
 * @throws SyntaxError for a text that is no formula
 */
export function computeText(
  text: string,
  { lookUp, months }: { readonly lookUp: (name: string) => Exact | null; readonly months: number },
): FormulaResult {
  if (namesIn(text).some((name) => lookUp(name) === null)) return { obstacle: 'missing' };
  const operand = (token: string): Exact => {
    if (token === 'months') return exactOf(String(months));
    if (token === 'annual') return divide(exactOf('12'), exactOf(String(months))) ?? exactOf('0');
    return /^\d/.test(token) ? exactOf(token) : (lookUp(token) as Exact);
  };
  const value = reduce(text, operand);
  return value === null ? { obstacle: 'division by zero' } : { value };
}

/** Null after a division by zero. */
function reduce(text: string, operand: (token: string) => Exact): Exact | null {
  const values: Exact[] = [];
  const operators: string[] = [];
  let isOperandNext = true;
  let isUndefined = false;
  const apply = (): void => {
    const result = applied(operators.pop() ?? '', values, text);
    if (result === null) isUndefined = true;
    values.push(result ?? exactOf('0'));
  };
  const closeGroup = (): void => {
    while (operators.length > 0 && operators.at(-1) !== '(') apply();
    if (operators.pop() !== '(') throw notAFormula(text);
  };
  for (const token of tokensOf(text)) {
    if (token === '(') operators.push(token);
    else if (token === ')') closeGroup();
    else if (isOperandNext && token === '-') operators.push('negate');
    else if (RANKS[token] !== undefined) {
      while (rankOf(operators.at(-1)) >= rankOf(token)) apply();
      operators.push(token);
    } else values.push(operand(token));
    isOperandNext = token === '(' || RANKS[token] !== undefined;
  }
  while (operators.length > 0) apply();
  const [value, ...rest] = values;
  if (value === undefined || rest.length > 0) throw notAFormula(text);
  return isUndefined ? null : value;
}

function applied(operator: string, values: Exact[], text: string): Exact | null {
  const right = values.pop();
  const left = operator === 'negate' ? exactOf('0') : values.pop();
  if (left === undefined || right === undefined) throw notAFormula(text);
  switch (operator) {
    case '+':
      return add(left, right);
    case '-':
    case 'negate':
      return subtract(left, right);
    case '*':
      return multiply(left, right);
    case '/':
      return divide(left, right);
    default:
      throw notAFormula(text);
  }
}

function rankOf(operator: string | undefined): number {
  return RANKS[operator ?? ''] ?? 0;
}

/** Of the texts of the rules, which are few and asked for in every month. */
const known = new Map<string, readonly string[]>();

function tokensOf(text: string): readonly string[] {
  const found = known.get(text);
  if (found) return found;
  if (text.replace(TOKENS, '').trim() !== '') throw notAFormula(text);
  const tokens = (text.match(TOKENS) ?? []).map((token) => PLAIN_SIGNS[token] ?? token);
  if (known.size < MOST_KNOWN) known.set(text, tokens);
  return tokens;
}

function notAFormula(text: string): SyntaxError {
  return new SyntaxError(`Not a formula: ${text}`);
}
