import type { AuditAction } from '#src/core/audit-action.ts';
import { type AuditDetail, appendAudit } from '#src/store/audit.ts';
import type { Database } from '#src/store/engine/database.ts';
import { auditOrigin } from './audit-origin.ts';
import { clientNetwork } from './client-network.ts';
import { NOBODY, type Viewer } from './viewer.ts';

/** Something that was refused. */
export interface Refused {
  readonly action: Extract<AuditAction, 'key.refused' | 'person.refused' | 'access.refused'>;
  /** Who was refused; nobody where they could not be known. */
  readonly viewer?: Viewer;
  readonly address: string | null;
  /** Why, in a word of the program: refusals from one network for one reason are added up. */
  readonly reason: string;
  /** Whom or what it was about, such as the key: sums are of one. */
  readonly about?: string | number | null;
  readonly detail?: AuditDetail;
}

/** Records refusals in the audit trail, outside the transactions that they undo. */
export interface Refusals {
  note(refused: Refused): Promise<void>;
  /** Records what has been added up. */
  flush(): Promise<void>;
}

export interface RefusalSettings {
  readonly database: Database;
  /** In whose trail they are recorded. */
  readonly organizationId: number;
  readonly clock: () => Date;
}

const WINDOW_MS = 60_000;
/** Entries a minute altogether: whoever has many addresses shall not fill the table with them. */
const MAX_ENTRIES = 60;

interface Sum {
  readonly first: Refused;
  more: number;
}

/**
 * Anybody can cause refusals, so they are recorded in sums: of those from one network for one reason the first of a minute
 * at once, and how many more there were when the minute is over. Beyond 60 entries a minute all others are one sum.
 */
export function createRefusals({ database, organizationId, clock }: RefusalSettings): Refusals {
  let sums = new Map<string, Sum>();
  let others = 0;
  let timer: NodeJS.Timeout | undefined;
  const append = ({ action, viewer = NOBODY, address, reason, detail = {} }: Refused): Promise<void> =>
    appendAudit(database.prisma, organizationId, {
      at: clock(),
      actor: viewer.name,
      origin: auditOrigin({ ...viewer, address }),
      action,
      detail: { reason, ...detail },
    });
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
      // Without a reference: what is waiting keeps no program alive, which flushes when it closes.
      timer ??= setTimeout(() => void flush().catch(() => undefined), WINDOW_MS).unref();
      const { action, reason, address, viewer, about = null } = refused;
      const key = JSON.stringify([action, reason, address && clientNetwork(address), viewer?.id, about]);
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
