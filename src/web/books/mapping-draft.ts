import type {
  AccountListInput,
  MappedAccountInput,
  MappedMetric,
  MappingShownFragment,
  SaveAccountMappingInput,
} from '#src/web/gql/operations.ts';
import { type AccountNode, keyOf } from './account-tree.ts';
import { type CountingRules, MAPPED_METRICS, type Place, placesOf } from './places.ts';

/** What was chosen for an account: for its own postings, and for the accounts below it that have no choice of their own. */
interface Choice {
  readonly own: Place | null;
  readonly below: Place | null;
}

/** A mapping while it is changed. The nearest choice, of the account or above it, decides. */
export interface MappingDraft extends CountingRules {
  /** By the key of the account. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** Metrics without accounts, on purpose. */
  readonly none: ReadonlySet<MappedMetric>;
  readonly further: FurtherDraft;
}

/** What is read beside the statement. */
export type FurtherDraft = Pick<MappingShownFragment, 'cashReserve' | 'arOver90Days' | 'averageMonthlyExpenses'>;

/** Where an account goes. */
export interface PlacedAccount {
  /** Of its own postings; null without one: they count in the rest of their total. */
  readonly place: Place | null;
  /** Of accounts below it that are not known yet. */
  readonly below: Place | null;
  /** The account above that decides; null if it was chosen here, or nowhere. */
  readonly from: AccountNode | null;
}

/** The accounts of the page by their keys, parents before children. */
export type Accounts = ReadonlyMap<string, AccountNode>;

/** A stored mapping or a proposal as a draft; null gives an empty one. */
export function draftOf(mapping: MappingShownFragment | null): MappingDraft {
  const choices = new Map<string, Choice>();
  const put = (entry: MappingShownFragment['reclassify'][number], place: Place) => {
    const before = choices.get(keyOf(entry))?.below ?? belowOf(choices, entry);
    choices.set(keyOf(entry), { own: place, below: entry.subAccounts ? place : before });
  };
  for (const entry of mapping?.reclassify ?? []) put(entry, 'EXPENSES');
  const listed = (mapping?.lists ?? []).flatMap(({ metric, accounts }) => accounts.map((entry) => ({ metric, entry })));
  // Parents first, so that an account below one finds what it would inherit.
  for (const { metric, entry } of listed.sort((one, other) => depth(one.entry) - depth(other.entry)))
    put(entry, metric);
  return {
    choices,
    none: new Set((mapping?.lists ?? []).filter(({ isNone }) => isNone).map(({ metric }) => metric)),
    otherIncomeCounts: mapping?.otherIncomeCounts ?? false,
    otherExpenseCounts: mapping?.otherExpenseCounts ?? false,
    further: {
      cashReserve: mapping?.cashReserve ?? [],
      arOver90Days: mapping?.arOver90Days ?? false,
      averageMonthlyExpenses: mapping?.averageMonthlyExpenses ?? false,
    },
  };
}

/** What an account would inherit from the nearest choice above it. */
function belowOf(choices: ReadonlyMap<string, Choice>, { account, section }: Pick<AccountNode, 'account' | 'section'>) {
  for (let end = account.lastIndexOf(':'); end > 0; end = account.lastIndexOf(':', end - 1)) {
    const choice = choices.get(keyOf({ account: account.slice(0, end), section }));
    if (choice) return choice.below;
  }
  return null;
}

function depth({ account }: { readonly account: string }): number {
  return account.split(':').length;
}

/** Where each account goes. A choice that the rules do not allow now counts as none, and returns with them. */
export function placedAccounts(draft: MappingDraft, accounts: Accounts): ReadonlyMap<string, PlacedAccount> {
  const placed = new Map<string, PlacedAccount>();
  for (const node of accounts.values()) {
    const places = placesOf(node.section, draft);
    const allowed = (place: Place | null) => (place !== null && places.includes(place) ? place : null);
    const choice = draft.choices.get(node.key);
    const above = node.parent === null ? undefined : placed.get(node.parent);
    if (choice) placed.set(node.key, { place: allowed(choice.own), below: allowed(choice.below), from: null });
    else placed.set(node.key, inherited(above, node.parent === null ? null : accounts.get(node.parent)));
  }
  return placed;
}

function inherited(above: PlacedAccount | undefined, parent: AccountNode | null | undefined): PlacedAccount {
  const below = above?.below ?? null;
  return { place: below, below, from: below === null ? null : (above?.from ?? parent ?? null) };
}

/** Chooses a place for an account and all accounts below it. */
export function choose(draft: MappingDraft, node: AccountNode, place: Place | null): MappingDraft {
  const choices = new Map(draft.choices);
  const isBelow = (key: string) => key.startsWith(`${node.key}:`);
  for (const key of draft.choices.keys()) if (key === node.key || isBelow(key)) choices.delete(key);
  if (belowOf(choices, node) !== place) choices.set(node.key, { own: place, below: place });
  const none = new Set([...draft.none].filter((metric) => metric !== place));
  return { ...draft, choices, none };
}

/** Says that a metric has no accounts, or takes that back. */
export function chooseNone(draft: MappingDraft, metric: MappedMetric, isNone: boolean): MappingDraft {
  const none = new Set(draft.none);
  if (isNone) none.add(metric);
  else none.delete(metric);
  return { ...draft, none };
}

type MappingLists = Omit<SaveAccountMappingInput, 'from' | 'reason' | 'basedOn' | 'confirm' | 'organizationId'>;

/** The input of the mutations: the shortest lists that say where each account goes. A metric without any is not decided. */
export function mappingInput(draft: MappingDraft, accounts: Accounts): MappingLists {
  const placed = placedAccounts(draft, accounts);
  const list = (metric: MappedMetric): { readonly [name: string]: AccountListInput } => {
    const entries = entriesOf(placed, accounts, (place) => place === metric);
    if (entries.length > 0) return { [INPUT_NAMES[metric]]: { accounts: entries } };
    return draft.none.has(metric) ? { [INPUT_NAMES[metric]]: { none: true } } : {};
  };
  return {
    ...Object.assign({}, ...MAPPED_METRICS.map(list)),
    reclassify: entriesOf(placed, accounts, (place, { section }) => section === 'COGS' && place !== null),
    otherIncomeCounts: draft.otherIncomeCounts,
    otherExpenseCounts: draft.otherExpenseCounts,
    ...draft.further,
  };
}

/** The accounts that go to a place, those whose sub-accounts all go there too in one entry with them. */
function entriesOf(
  placed: ReadonlyMap<string, PlacedAccount>,
  accounts: Accounts,
  isIn: (place: Place | null, node: AccountNode) => boolean,
): MappedAccountInput[] {
  const whole = new Set<string>();
  const broken = new Set<string>();
  const nodes = [...accounts.values()];
  for (const node of nodes.toReversed()) {
    const { place = null, below = null } = placed.get(node.key) ?? {};
    if (isIn(place, node) && isIn(below, node) && !broken.has(node.key)) whole.add(node.key);
    else if (node.parent !== null) broken.add(node.parent);
  }
  return nodes
    .filter((node) => isIn(placed.get(node.key)?.place ?? null, node))
    .filter(({ parent }) => parent === null || !whole.has(parent))
    .map(({ key, account, section }) => ({ account, section, subAccounts: whole.has(key) }));
}

const INPUT_NAMES = {
  MRR: 'mrr',
  NRR: 'nrr',
  ORR: 'orr',
  MISC_REVENUE: 'miscRevenue',
  PAYROLL_TOTAL: 'payrollTotal',
  UNCATEGORIZED_EXPENSES: 'uncategorizedExpenses',
} as const satisfies Record<MappedMetric, keyof SaveAccountMappingInput>;
