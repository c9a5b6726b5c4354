import { AsyncLocalStorage } from 'node:async_hooks';

// Whose rows statements see and change (ops/decisions/0026-row-level-security.md). It goes with the work and not with a connection, so that
// a repository needs no parameter for it, and cannot forget it.

/** The value of the setting `qbr.organization`: an organization's id, `all`, or nothing outside of both. */
export type Access = `${number}` | 'all' | '';

const context = new AsyncLocalStorage<Access>();

/**
 * Runs `work` on the rows of one organization: its statements see and change no other's, whatever their conditions. What `work` returns as
 * a promise belongs to it. A stream's steps belong to whoever takes them, so that each is to be run within the organization.
 */
export function withinOrganization<T>(organizationId: number, work: () => T): T {
  return runWith(`${organizationId}`, work);
}

/** Makes every function of a service of one organization run within it. */
export function withinEach<Service extends object>(organizationId: number, service: Service): Service {
  return mapFunctions(service, (call) => withinOrganization(organizationId, call));
}

/** Runs `work` on the rows of all organizations: what belongs to the installation, such as backups, and nothing else. */
export function acrossOrganizations<T>(work: () => T): T {
  return runWith('all', work);
}

/** Makes every function of a service of the installation run across all organizations. */
export function acrossEach<Service extends object>(service: Service): Service {
  return mapFunctions(service, acrossOrganizations);
}

function mapFunctions<Service extends object>(service: Service, run: <T>(call: () => T) => T): Service {
  const entries = Object.entries(service).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, member];
    return [name, (...parameters: unknown[]) => run(() => member(...parameters) as unknown)];
  });
  return Object.fromEntries(entries) as Service;
}

function runWith<T>(access: Access, work: () => T): T {
  return context.run(access, () => {
    const result = work();
    // Prisma sends a statement when somebody waits for it, which must be in here.
    return isLazy(result) ? (result.then((value) => value) as T) : result;
  });
}

function isLazy(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result && !(result instanceof Promise);
}

/** Whose rows the statements that begin now see and change. */
export function currentAccess(): Access {
  return context.getStore() ?? '';
}
