import { splitSecretKeys } from './secret-keys.ts';
import { isMangled, readTextFile, TextEncodingError } from './text-file.ts';
import { VARIABLES, type VariableName } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables whose values are secret. Each may be read from a file instead, whose path is in `NAME_FILE`. */
export const SECRET_VARIABLES: readonly VariableName[] = (Object.keys(VARIABLES) as VariableName[]).filter(
  (name) => 'secret' in VARIABLES[name],
);

/** Read by libpq itself, not by the program. */
const LIBPQ_PASSWORD = 'PGPASSWORD';

/** The name of the variable that holds the path of a secret's file. */
export function fileVariable(name: VariableName): string {
  return `${name}_FILE`;
}

/**
 * The environment with secrets read from their files. A byte order mark and trailing line breaks are not part of a secret.
 * Problems are added to `problems` and never quote a file's content.
 */
export function withSecretFiles(environment: Environment, problems: string[]): Environment {
  const supplied = SECRET_VARIABLES.flatMap((name) => {
    const path = environment[fileVariable(name)];
    if (!path) return [];
    if (environment[name]) {
      problems.push(`${name} and ${fileVariable(name)} are both set; set one of them`);
      return [];
    }
    const secret = readSecret(name, path, problems);
    return secret === null ? [] : [[name, secret] as const];
  });
  return { ...environment, ...Object.fromEntries(supplied) };
}

function readSecret(name: VariableName, path: string, problems: string[]): string | null {
  const named = `${fileVariable(name)} names ${path}`;
  try {
    const secret = readTextFile(path).replace(/[\r\n]+$/, '');
    if (isMangled(secret)) problems.push(`${named}, which is not UTF-8 text; save it as UTF-8`);
    else if (secret === '') problems.push(`${named}, which is empty`);
    else return secret;
  } catch (error) {
    if (error instanceof TextEncodingError) problems.push(`${named}, which ${error.message}; save it as UTF-8`);
    else problems.push(`${named}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  return null;
}

/** Every secret in the environment, also passwords inside URLs and values of headers; for redaction. */
export function secretsOf(environment: Environment): string[] {
  const complete = withSecretFiles(environment, []);
  const secrets = [...SECRET_VARIABLES, LIBPQ_PASSWORD].flatMap((name) => complete[name] || []);
  const headers = complete['OTEL_EXPORTER_OTLP_HEADERS' satisfies VariableName] ?? '';
  // Each key is a secret; the list as a whole occurs nowhere.
  const keys = splitSecretKeys(complete['QBR_SECRET_KEY' satisfies VariableName] ?? '');
  return [...new Set([...secrets, ...keys, ...secrets.flatMap(passwordOf), ...valuesOf(headers)])];
}

/** The values of `name=value,name=value`, as written and URL-decoded. */
function valuesOf(headers: string): string[] {
  const written = headers.split(',').flatMap((header) => header.split('=').slice(1).join('=').trim() || []);
  return written.flatMap(decoded);
}

/** The password of `scheme://user:password@host`, as written and URL-decoded; empty if there is none. */
function passwordOf(address: string): string[] {
  const written = /^[a-z]+:\/\/[^:/?#]*:(.+)@/i.exec(address)?.[1];
  return written === undefined ? [] : decoded(written);
}

function decoded(written: string): string[] {
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
