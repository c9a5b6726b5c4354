import { isMangled, readTextFile, TextEncodingError } from './text-file.ts';
import { VARIABLES, type VariableName } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables whose value nobody may see. Each may be supplied by a file, whose path is in `NAME_FILE`. */
export const SECRET_VARIABLES: readonly VariableName[] = (Object.keys(VARIABLES) as VariableName[]).filter(
  (name) => 'secret' in VARIABLES[name],
);

/** libpq's own, which the program passes on unread. */
const LIBPQ_PASSWORD = 'PGPASSWORD';

/** The variable that names the file of a secret. */
export function fileVariable(name: VariableName): string {
  return `${name}_FILE`;
}

/**
 * The environment with the secrets that files supply in their variables' places. A byte order mark and the line ends at a
 * file's end are not part of the secret. What is wrong is added to `problems`: never with a file's content.
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

/** Every secret of the environment, those within others included (the password of an address), for redacting them. */
export function secretsOf(environment: Environment): string[] {
  const complete = withSecretFiles(environment, []);
  const secrets = [...SECRET_VARIABLES, LIBPQ_PASSWORD].flatMap((name) => complete[name] || []);
  return [...new Set([...secrets, ...secrets.flatMap(passwordOf)])];
}

/** The password of `scheme://user:password@host`, as it is written and as it is meant; none where that is no address. */
function passwordOf(address: string): string[] {
  const written = /^[a-z]+:\/\/[^:/?#]*:(.+)@/i.exec(address)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
