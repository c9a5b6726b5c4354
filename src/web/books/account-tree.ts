import type { BooksQuery, StatementSection } from '#src/web/gql/operations.ts';

type BooksAccount = NonNullable<BooksQuery['organization']>['books']['accounts']['accounts'][number];

/** The sections in the order of a statement. */
export const SECTIONS = [
  'INCOME',
  'COGS',
  'EXPENSE',
  'OTHER_INCOME',
  'OTHER_EXPENSE',
] as const satisfies readonly StatementSection[];

/** An account in its place below its parent account. */
export interface AccountNode {
  /** Section and full name, since two sections may have accounts of one name. */
  readonly key: string;
  /** Full name, `Parent:Child`. */
  readonly account: string;
  /** The last part of the full name. */
  readonly name: string;
  readonly number: string | null;
  readonly section: StatementSection;
  /** 0 for an account without a parent. */
  readonly depth: number;
  /** The key of the account above. */
  readonly parent: string | null;
  /** One a month; null without a line. A parent that is no account of its own has none. */
  readonly amounts: readonly (string | null)[];
  /** Whether it has appeared since the mapping was confirmed and is in no list. */
  readonly isNew: boolean;
}

/** What identifies an account in a mapping. */
export type AccountName = Pick<AccountNode, 'account' | 'section'>;

export function keyOf({ section, account }: AccountName): string {
  return `${section} ${account}`;
}

/**
 * The accounts by section, each below its parent and otherwise in the order of the chart. A parent that no source lists, as in
 * an export that shows none, and an account that only the mapping names are added without amounts.
 */
export function accountTree(accounts: readonly BooksAccount[], named: readonly AccountName[] = []): AccountNode[] {
  const nodes = new Map<string, AccountNode>();
  const children = new Map<string | null, string[]>();
  const add = (account: AccountName & Partial<BooksAccount>): string => {
    const key = keyOf(account);
    const known = nodes.get(key);
    const parent = known ? known.parent : addParent(account);
    if (!known) children.set(parent, [...(children.get(parent) ?? []), key]);
    if (!known || account.amounts) nodes.set(key, nodeOf(account, parent));
    return key;
  };
  const addParent = ({ account, section }: AccountName): string | null => {
    const end = account.lastIndexOf(':');
    return end < 0 ? null : add({ account: account.slice(0, end), section });
  };
  for (const account of [...accounts, ...named]) add(account);
  const below = (parent: string | null): AccountNode[] =>
    (children.get(parent) ?? []).flatMap((key) => {
      const node = nodes.get(key);
      return node ? [node, ...below(key)] : [];
    });
  const ordered = below(null);
  return SECTIONS.flatMap((section) => ordered.filter((node) => node.section === section));
}

function nodeOf(
  { account, section, number = null, amounts = [], isNew = false }: AccountName & Partial<BooksAccount>,
  parent: string | null,
): AccountNode {
  const parts = account.split(':');
  const name = parts.at(-1) ?? account;
  return {
    key: keyOf({ account, section }),
    account,
    name,
    number,
    section,
    depth: parts.length - 1,
    parent,
    amounts: amounts.map(({ amount }) => amount),
    isNew,
  };
}
