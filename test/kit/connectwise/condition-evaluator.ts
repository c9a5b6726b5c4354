import { type Comparison, type Condition, ConditionError, type Literal } from './condition-parser.ts';
import type { Field, Resource } from './resource.ts';

export type Predicate<Row> = (row: Row) => boolean;

type Value = string | number | boolean;

/**
 * Compiles a condition for the rows of a resource. As in the SQL behind PSA, a missing value satisfies nothing but `= null`,
 * and text is compared without case.
 * @throws ConditionError for a name the resource does not know, or a literal that is not of the field's type
 */
export function compileCondition<Row>(condition: Condition, resource: Resource<Row>): Predicate<Row> {
  switch (condition.kind) {
    case 'and': {
      const operands = condition.operands.map((operand) => compileCondition(operand, resource));
      return (row) => operands.every((operand) => operand(row));
    }
    case 'or': {
      const operands = condition.operands.map((operand) => compileCondition(operand, resource));
      return (row) => operands.some((operand) => operand(row));
    }
    case 'compare':
      return compareWith(queryableField(condition.name, resource), condition);
    case 'in': {
      const field = queryableField(condition.name, resource);
      const values = new Set(condition.literals.map((literal) => literalFor(field, literal)));
      return presentAnd(field, (value) => values.has(value) !== condition.negated);
    }
    case 'like':
    case 'contains': {
      const field = queryableField(condition.name, resource);
      const matches = textMatcher(condition.kind, textOf(field, condition.literal));
      return presentAnd(field, (value) => matches(String(value)) !== condition.negated);
    }
  }
}

/** @throws ConditionError, in PSA's words, for a name that is not known or cannot be compared */
export function queryableField<Row>(name: string, resource: Resource<Row>): Field<Row> {
  const field = resource.fields.get(name);
  if (field === undefined || !field.isQueryable) throw new ConditionError(`${name} is not a recognized name.`);
  // `invoice = null` on time entries is answered so: references are compared by their parts.
  if (field.type === 'reference') throw new ConditionError('Enum value supplied was invalid');
  return field;
}

/** A row's value in the form that is compared: dates as epoch milliseconds, text in lower case, undefined when missing. */
export function comparableValue<Row>(field: Field<Row>, row: Row): Value | undefined {
  const value = field.value(row);
  if (value === undefined || value === null || value === '') return undefined;
  if (field.type === 'datetime') return epochOf(String(value));
  if (typeof value === 'string') return value.toLowerCase();
  return value as Value;
}

function compareWith<Row>(
  field: Field<Row>,
  { operator, literal }: { operator: Comparison; literal: Literal },
): Predicate<Row> {
  if (literal.type === 'null') {
    if (operator !== '=' && operator !== '!=') throw new ConditionError('null can only be compared with = and !=');
    return (row) => (comparableValue(field, row) === undefined) === (operator === '=');
  }
  const right = literalFor(field, literal);
  return presentAnd(field, (left) => compared(left, operator, right));
}

function compared(left: Value, operator: Comparison, right: Value): boolean {
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function presentAnd<Row>(field: Field<Row>, test: (value: Value) => boolean): Predicate<Row> {
  return (row) => {
    const value = comparableValue(field, row);
    return value !== undefined && test(value);
  };
}

function literalFor<Row>(field: Field<Row>, literal: Literal): Value {
  if (literal.type === 'null' || literal.type !== field.type) {
    throw new ConditionError(`A ${field.type} cannot be compared with a ${literal.type}`);
  }
  return literal.type === 'string' ? literal.value.toLowerCase() : literal.value;
}

function textOf<Row>(field: Field<Row>, literal: Literal): string {
  if (field.type !== 'string' || literal.type !== 'string') throw new ConditionError('like and contains need text');
  return literal.value.toLowerCase();
}

/** `like` has the wildcards % and *. */
function textMatcher(kind: 'like' | 'contains', text: string): (value: string) => boolean {
  if (kind === 'contains') return (value) => value.includes(text);
  const parts = text.split(/[%*]/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
  return (value) => pattern.test(value);
}

const epochs = new Map<string, number>();
const REMEMBERED_DATES = 200_000;

/** Parsing the dates of 30,000 rows anew for every request would take most of the fake's time. */
function epochOf(text: string): number {
  const known = epochs.get(text);
  if (known !== undefined) return known;
  if (epochs.size >= REMEMBERED_DATES) epochs.clear();
  const epoch = Date.parse(text);
  epochs.set(text, epoch);
  return epoch;
}
