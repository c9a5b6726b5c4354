import type { AuditAction } from '#src/core/audit-action.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { type AuditDetail, appendAudit } from '#src/store/audit.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { auditOrigin } from './audit-origin.ts';
import { auditedOrganizations } from './audited-organizations.ts';
import { clientNetwork } from './client-network.ts';
import { NOBODY, type Viewer } from './viewer.ts';

/** A refused request or sign-in. */
export interface Refused {
  readonly action: Extract<
    AuditAction,
    'key.refused' | 'person.refused' | 'access.refused' | 'books.refused' | 'books.online_refused'
  >;
  /** Who was refused; unset if unauthenticated. */
  readonly viewer?: Viewer;
  /** The organization whose audit trail records it: by default the viewer's first one, and without a viewer organization 1. */
  readonly organizationId?: number;
  readonly address: string | null;
  /** The reason as an identifier; refusals from one network with one reason are counted together. */
  readonly reason: string;
  /** The subject, such as the key; subjects are counted separately. */
  readonly about?: string | number | null;
  readonly detail?: AuditDetail;
}

/** Records refusals in the audit trail, outside the transactions that they roll back. */
export interface Refusals {
  note(refused: Refused): Promise<void>;
  /** Records the pending counts. */
  flush(): Promise<void>;
}

export interface RefusalSettings {
  readonly database: Database;
  readonly clock: () => Date;
}

const WINDOW_MS = 60_000;
/** Maximum entries per minute in total, so that a client with many addresses cannot flood the table. */
const MAX_ENTRIES = 60;

interface Count {
  readonly first: Refused;
  more: number;
}

/**
 * Anyone can cause refusals, so they are aggregated per minute, network, reason and subject: the first is recorded
 * immediately, the number of the others at the end of the minute. Beyond 60 entries per minute all others are one count.
 */
export function createRefusals({ database, clock }: RefusalSettings): Refusals {
  let sums = new Map<string, Count>();
  let others = 0;
  let timer: NodeJS.Timeout | undefined;
  const append = async ({ viewer = NOBODY, address, ...refused }: Refused): Promise<void> => {
    const { action, reason, detail = {}, organizationId: given } = refused;
    const [organizationId = FIRST_ORGANIZATION] =
      given === undefined ? await auditedOrganizations(database.prisma, viewer) : [given];
    const origin = auditOrigin({ ...viewer, address });
    const entry = { at: clock(), actor: viewer.name, origin, action, detail: { reason, ...detail } };
    await withinOrganization(organizationId, () => appendAudit(database.prisma, organizationId, entry));
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const ended = [...sums.values()].filter(({ more }) => more > 0);
    const rest = others;
    sums = new Map();
    others = 0;
    for (const { first, more } of ended) await append({ ...first, detail: { more } });
    if (rest > 0) await append({ action: 'access.refused', address: null, reason: 'many', detail: { more: rest } });
  };
  return {
    async note(refused) {
      // Unreferenced, so that the timer does not keep the process alive; closing flushes.
      timer ??= setTimeout(() => void flush().catch(() => undefined), WINDOW_MS).unref();
      const { action, reason, address, viewer, organizationId, about = null } = refused;
      const network = address && clientNetwork(address);
      const key = JSON.stringify([action, organizationId, reason, network, viewer?.id, about]);
      const sum = sums.get(key);
      if (sum) {
        sum.more += 1;
        return;
      }
      if (sums.size >= MAX_ENTRIES) {
        others += 1;
        return;
      }
      sums.set(key, { first: refused, more: 0 });
      await append(refused);
    },
    flush,
  };
}
