import type { OnlineCompany } from '#src/core/books/online-company.ts';
import type { OnlineApi } from './api.ts';
import { type AskedReport, headerProblem, monthGroups, onlineCompany } from './map.ts';
import type { OnlineReport } from './types.ts';

/** The profit and loss report of consecutive months, or why the whole answer is refused. */
export type ReportReading =
  | { readonly asked: AskedReport; readonly report: OnlineReport; readonly refusal: null }
  | { readonly asked: AskedReport; readonly report: null; readonly refusal: string };

/**
 * Reads what a company says of itself.
 * @throws VendorError
 */
export async function readOnlineCompany(api: OnlineApi, signal: AbortSignal): Promise<OnlineCompany> {
  const info = await api.companyInfo(signal);
  const preferences = await api.preferences(signal);
  return onlineCompany(info, preferences, await api.accounts(signal));
}

/**
 * Reads the reports of months, at most six in each request. An answer to something else than was asked is refused.
 * @throws VendorError where a report cannot be read; there is no partial reading
 */
export async function* readOnlineReports(
  api: OnlineApi,
  { months, signal, ...asked }: AskedReport & { readonly signal: AbortSignal },
): AsyncGenerator<ReportReading> {
  for (const group of monthGroups(months)) {
    const one = { ...asked, months: group };
    const report = await api.profitAndLoss(one, signal);
    const refusal = headerProblem(report, one);
    yield refusal === null ? { asked: one, report, refusal } : { asked: one, report: null, refusal };
  }
}
