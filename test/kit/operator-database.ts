import { fileURLToPath } from 'node:url';
import type { Database } from '#src/store/engine/database.ts';
import { acrossOrganizations } from '#src/store/engine/organization-context.ts';

/**
 * A database whose statements in the text of a test see the rows of all organizations, as an operator at the SQL prompt does. The program's
 * own statements, also on this object, see what they would see in the program: whoever takes `prisma`, `query` or `transaction` decides.
 */
export function asOperator(database: Database): Database {
  const taken: Partial<Record<string | symbol, unknown>> = {
    get prisma() {
      return acrossAll(database.prisma);
    },
    query: (...asked: Parameters<Database['query']>) => acrossOrganizations(() => database.query(...asked)),
    transaction: (work: Parameters<Database['transaction']>[0]) =>
      acrossOrganizations(() => database.transaction(work)),
  };
  const operator = new Proxy(database, {
    get: (target, key) => (taken[key] && !isTakenByProgram() ? taken[key] : Reflect.get(target, key)),
  });
  programs.set(operator, database);
  return operator;
}

/** A program whose database a test asks as an operator. */
export function withOperator<Program extends { readonly database: Database }>(program: Program): Program {
  return { ...program, database: asOperator(program.database) };
}

const programs = new WeakMap<Database, Database>();

/** The same database as the program has it. */
export function asProgram(operator: Database): Database {
  return programs.get(operator) ?? operator;
}

/** The program, and what is run beside it, such as the demo. */
const SOURCES = ['../../src/', '../../ops/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Whether the line that has taken a property of the database is the program's. */
function isTakenByProgram(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 3;
  // Of this function, of the trap, and of who has taken it.
  const line = new Error().stack?.split('\n')[3] ?? '';
  Error.stackTraceLimit = stackTraceLimit;
  return SOURCES.some((folder) => line.includes(folder));
}

/** Prisma sends a statement when somebody waits for it. */
const WAITS: readonly (string | symbol)[] = ['then', 'catch', 'finally'];

function acrossAll<Part extends object>(part: Part): Part {
  return new Proxy(part, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === 'object' && value !== null) return acrossAll(value);
      if (typeof value !== 'function' || typeof key === 'symbol') return value;
      return (...parameters: unknown[]) => {
        if (key === '$transaction') return acrossOrganizations(() => Reflect.apply(value, target, parameters));
        const result: unknown = Reflect.apply(value, target, parameters);
        return isWaitedFor(result) ? acrossAllPromise(result) : result;
      };
    },
  });
}

function isWaitedFor(result: unknown): result is Promise<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result;
}

function acrossAllPromise(promise: Promise<unknown>): Promise<unknown> {
  return new Proxy(promise, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (!WAITS.includes(key)) return value.bind(target);
      return (...parameters: unknown[]) => acrossOrganizations(() => Reflect.apply(value, target, parameters));
    },
  });
}
