import { parse, stringify, YAMLParseError } from 'yaml';
import {
  type AccountMapping,
  EMPTY_MAPPING,
  type KnownAccount,
  listsBy,
  MAPPED_METRICS,
  type MappedAccount,
  type MappedMetric,
  type MappingProblem,
  sectionsFor,
} from '#src/core/books/account-mapping.ts';
import type { BankAccount, FurtherReadings } from '#src/core/books/further-readings.ts';
import { STATEMENT_SECTIONS, type StatementSection } from '#src/core/books/statement.ts';
import type { Month } from '#src/core/period.ts';
import { isRecord, type Json } from './json-value.ts';

/** A mapping as its YAML file says it; author and confirmation come from who imports it. */
export interface MappingFile {
  readonly from: Month;
  readonly reason: string;
  readonly mapping: AccountMapping;
}

const MAX_CHARACTERS = 1_000_000;
const MAX_REASON_CHARACTERS = 500;
const KEYS: readonly string[] = [
  'from',
  'reason',
  ...MAPPED_METRICS,
  'otherIncomeCounts',
  'otherExpenseCounts',
  'reclassify',
  'cash_reserve',
  'ar_over_90_days',
  'average_monthly_expenses',
];
const ENTRY_KEYS: readonly string[] = ['account', 'subAccounts', 'section', 'id'];
const BANK_KEYS: readonly string[] = ['account', 'subAccounts', 'id'];

/**
 * Writes a mapping as YAML. `section` stands where it is not the usual one of its list, `id` where it is known.
 */
export function writeMappingFile({ from, reason, mapping }: MappingFile): string {
  const entries = (list: readonly MappedAccount[], usual: StatementSection | undefined) =>
    list.map(({ account, subAccounts, section, accountId }) => ({
      account,
      subAccounts,
      ...(section === usual ? {} : { section }),
      ...(accountId === null ? {} : { id: accountId }),
    }));
  const lists = MAPPED_METRICS.map((metric) => {
    const list = mapping.metrics[metric];
    return [metric, list === 'none' ? list : entries(list, sectionsFor(metric, mapping)[0])];
  });
  const { otherIncomeCounts, otherExpenseCounts } = mapping;
  const reclassify = entries(mapping.reclassify, 'cogs');
  const settings = { otherIncomeCounts, otherExpenseCounts, reclassify };
  return stringify({ from, reason, ...Object.fromEntries(lists), ...settings, ...furtherOf(mapping.further) });
}

function furtherOf({ cashReserve, arOver90Days, averageMonthlyExpenses }: FurtherReadings) {
  return {
    cash_reserve: cashReserve.map(({ account, subAccounts, accountId }) => ({
      account,
      subAccounts,
      ...(accountId === null ? {} : { id: accountId }),
    })),
    ar_over_90_days: arOver90Days,
    average_monthly_expenses: averageMonthlyExpenses,
  };
}

/**
 * Reads a mapping from YAML. An entry without `section` is the account of that name in a section that its list may take,
 * and gets the account's id.
 * @param chart the accounts that are known
 * @returns problems that name the key and what is accepted
 */
export function parseMappingFile(
  text: string,
  chart: readonly KnownAccount[],
): MappingFile | { readonly problems: readonly MappingProblem[] } {
  const content = parseYaml(text);
  if (!isRecord(content))
    return { problems: [{ field: '', message: 'The file must be YAML with from, reason and lists' }] };
  return new MappingReader(content, chart).read();
}

function parseYaml(text: string): Json {
  if (text.length > MAX_CHARACTERS) return null;
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) return null;
    throw error;
  }
}

class MappingReader {
  readonly #content: Record<string, Json>;
  readonly #chart: readonly KnownAccount[];
  readonly #problems: MappingProblem[] = [];

  constructor(content: Record<string, Json>, chart: readonly KnownAccount[]) {
    this.#content = content;
    this.#chart = chart;
  }

  read(): MappingFile | { readonly problems: readonly MappingProblem[] } {
    for (const key of Object.keys(this.#content)) if (!KEYS.includes(key)) this.#unknown(key, KEYS);
    const from = this.#month();
    const reason = this.#reason();
    const mapping = this.#mapping();
    return this.#problems.length > 0 ? { problems: this.#problems } : { from, reason, mapping };
  }

  #mapping(): AccountMapping {
    const settings = {
      otherIncomeCounts: this.#flag('otherIncomeCounts'),
      otherExpenseCounts: this.#flag('otherExpenseCounts'),
      reclassify: this.#entries('reclassify', this.#content['reclassify'] ?? [], ['cogs']),
    };
    const sections = (metric: MappedMetric) => sectionsFor(metric, { ...EMPTY_MAPPING, ...settings });
    const metrics = listsBy((metric) => {
      const value = this.#content[metric] ?? [];
      return value === 'none' ? value : this.#entries(metric, value, sections(metric));
    });
    return { ...settings, metrics, further: this.#further() };
  }

  #further(): FurtherReadings {
    return {
      cashReserve: this.#list('cash_reserve', this.#content['cash_reserve'] ?? [], (field, entry) =>
        this.#account(field, entry, BANK_KEYS),
      ),
      arOver90Days: this.#flag('ar_over_90_days'),
      averageMonthlyExpenses: this.#flag('average_monthly_expenses'),
    };
  }

  #month(): Month {
    const value = this.#content['from'];
    if (typeof value === 'string' && /^(20\d\d|2100)-(0[1-9]|1[0-2])$/.test(value)) return value as Month;
    this.#add('from', 'from must be a month YYYY-MM (2000–2100)');
    return '' as Month;
  }

  #reason(): string {
    const value = this.#content['reason'];
    const isFit = typeof value === 'string' && value.trim() !== '' && value.length <= MAX_REASON_CHARACTERS;
    if (isFit) return value.trim();
    this.#add('reason', `reason must be a text of 1 to ${MAX_REASON_CHARACTERS} characters`);
    return '';
  }

  #flag(key: string): boolean {
    const value = this.#content[key] ?? false;
    if (typeof value === 'boolean') return value;
    this.#add(key, `${key} must be true or false`);
    return false;
  }

  #entries(key: string, value: Json, sections: readonly StatementSection[]): MappedAccount[] {
    return this.#list(key, value, (field, entry) => this.#entry(field, entry, sections));
  }

  #list<Entry>(key: string, value: Json, read: (field: string, entry: Json) => Entry[]): Entry[] {
    if (Array.isArray(value)) return value.flatMap((entry: Json, index) => read(`${key}[${index}]`, entry));
    const mayBeNone = MAPPED_METRICS.some((metric) => metric === key);
    return this.#add(key, `${key} must be ${mayBeNone ? 'none or ' : ''}a list of { account, subAccounts }`);
  }

  #entry(field: string, entry: Json, sections: readonly StatementSection[]): MappedAccount[] {
    const [read] = this.#account(field, entry, ENTRY_KEYS);
    if (!read || !isRecord(entry)) return [];
    const { account, accountId, subAccounts } = read;
    const section = this.#section(field, { account, given: entry['section'] }, sections);
    if (!section) return [];
    const known = this.#chart.find((each) => each.account === account && each.section === section);
    return [{ account, section, accountId: accountId ?? known?.accountId ?? null, subAccounts }];
  }

  #account(field: string, entry: Json, keys: readonly string[]): BankAccount[] {
    if (!isRecord(entry)) return this.#add(field, `${field} must be { account, subAccounts }`);
    for (const key of Object.keys(entry)) if (!keys.includes(key)) this.#unknown(`${field}.${key}`, keys);
    const { account, subAccounts, id = null } = entry;
    if (typeof account !== 'string' || account.trim() === '') {
      return this.#add(`${field}.account`, `${field}.account must be the full name of an account, Parent:Child`);
    }
    if (typeof subAccounts !== 'boolean')
      return this.#add(`${field}.subAccounts`, `${field}.subAccounts must be true or false`);
    if (id !== null && typeof id !== 'string') return this.#add(`${field}.id`, `${field}.id must be a text`);
    return [{ account, accountId: id, subAccounts }];
  }

  /** Without `section`: the usual one of the list, unless the account is in another that the list may take. */
  #section(
    field: string,
    { account, given }: { readonly account: string; readonly given: Json },
    sections: readonly StatementSection[],
  ): StatementSection | null {
    if (given !== undefined) {
      const section = STATEMENT_SECTIONS.find((each) => each === given);
      if (section) return section;
      this.#add(`${field}.section`, `${field}.section must be one of ${STATEMENT_SECTIONS.join(', ')}`);
      return null;
    }
    const places = this.#chart.filter((each) => each.account === account).map(({ section }) => section);
    return sections.find((section) => places.includes(section)) ?? places[0] ?? sections[0] ?? null;
  }

  #unknown(field: string, accepted: readonly string[]): void {
    this.#add(field, `${field} is unknown; accepted are ${accepted.join(', ')}`);
  }

  #add(field: string, message: string): [] {
    this.#problems.push({ field, message });
    return [];
  }
}
