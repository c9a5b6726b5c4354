import { MultiBar, type SingleBar } from 'cli-progress';
import type { Logger } from '#src/log/log.ts';
import type { CollectionProgress } from '#src/service/collection/run-activity.ts';
import { VENDOR_NAMES } from '#src/service/collection/vendor-reader.ts';
import type { OutputStream } from './terminal.ts';

/** Shows how a collection goes. */
export interface ProgressDisplay {
  update(progress: CollectionProgress): void;
  /** Leaves the terminal as it was; called whether the collection succeeded or not. */
  end(): void;
}

/** A line of the log at least this long after the last one while a vendor is read. */
const LINE_EVERY_MS = 5_000;

/** A bar a vendor on a terminal, lines of the log elsewhere. */
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
