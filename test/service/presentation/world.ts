import { DEFAULT_REACTIVE_RULES } from '#src/collect/connectwise/source.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { parsePeriod } from '#src/core/period.ts';
import { type SincePresented, sincePresented } from '#src/service/presentation/differences.ts';
import { type PresentRequest, presentPeriod } from '#src/service/presentation/present.ts';
import { type Presentation, requirePresented } from '#src/service/presentation/presentation.ts';
import type { PresentationSettings } from '#src/service/presentation/state.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { Database } from '#src/store/engine/database.ts';
import { scopeOn, TIME_ZONE } from '../../kit/services.ts';

/** When periods are presented under test: Q1 2025 and Q1 2026 have ended. */
export const PRESENTED_AT = new Date('2026-04-20T15:00:00Z');

export const SETTINGS: PresentationSettings = {
  rules: { reactive: DEFAULT_REACTIVE_RULES, devices: DEFAULT_DEVICE_RULES, timeZone: TIME_ZONE },
};

/** Presents a period with its gaps accepted, unless the request says otherwise. */
export function present(
  database: Database,
  period: string,
  { at = PRESENTED_AT, ...request }: Partial<PresentRequest> & { readonly at?: Date } = {},
) {
  return presentPeriod(scopeOn(database, at), { period, acceptGaps: true, ...request }, SETTINGS);
}

export function presented(database: Database, period: string, version?: number): Promise<Presentation> {
  return requirePresented(scopeOn(database, PRESENTED_AT), { period: parsePeriod(period), version });
}

/** What became of a presentation. */
export async function since(
  database: Database,
  presentation: Presentation,
  settings: PresentationSettings = SETTINGS,
): Promise<SincePresented> {
  const report = createReport(scopeOn(database, PRESENTED_AT), createSnapshots(database));
  return sincePresented(report, presentation, settings);
}
