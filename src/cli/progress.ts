import { MultiBar, type SingleBar } from 'cli-progress';
import type { Logger } from '#src/log/log.ts';
import type { CollectionProgress } from '#src/service/collection/run-activity.ts';
import { VENDOR_NAMES } from '#src/service/collection/vendor-reader.ts';
import type { OutputStream } from './terminal.ts';

/** Displays the progress of a collection. */
export interface ProgressDisplay {
  update(progress: CollectionProgress): void;
  /** Restores the terminal; called after success and failure. */
  end(): void;
}

/** Minimum interval between log lines of a vendor's progress. */
const LINE_EVERY_MS = 5_000;

/** Progress bars on a terminal, log lines otherwise. */
export function createProgressDisplay(logger: Logger, stream: OutputStream): ProgressDisplay {
  return stream.isTTY ? progressBars(stream) : progressLines(logger);
}

function progressBars(stream: OutputStream): ProgressDisplay {
  const bars = new MultiBar({
    stream,
    format: '{vendor} {bar} {value}/{total} {phase}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: false,
    forceRedraw: true,
  });
  const shown = new Map<string, { bar: SingleBar; phase: string }>();
  return {
    update({ vendor, phase, done, total }) {
      const name = { vendor: VENDOR_NAMES[vendor].padEnd(11) };
      const known = shown.get(vendor) ?? { bar: bars.create(total, 0, { ...name, phase }), phase };
      const isStored = known.phase === 'storing';
      if (phase === 'reading') {
        known.bar.setTotal(total);
        known.bar.update(done, { phase });
      } else {
        known.bar.update({ phase: phase === 'storing' ? phase : isStored ? 'done' : 'stopped' });
      }
      shown.set(vendor, { bar: known.bar, phase });
    },
    end: () => bars.stop(),
  };
}

function progressLines(logger: Logger): ProgressDisplay {
  let last = { vendor: '', phase: '', at: 0 };
  return {
    update({ vendor, phase, done, total }) {
      const isNew = vendor !== last.vendor || phase !== last.phase;
      if (!isNew && Date.now() - last.at < LINE_EVERY_MS) return;
      last = { vendor, phase, at: Date.now() };
      logger.info({ vendor, phase, ...(phase === 'reading' && { done, total }) }, 'Progress');
    },
    end: () => undefined,
  };
}
