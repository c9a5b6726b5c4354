import type { Accounts, PlacedAccount } from './mapping-draft.ts';

/** The accounts that are neither posted to in the months shown, nor in a metric by name, nor above such an account. */
export function silentAccounts(accounts: Accounts, placed: ReadonlyMap<string, PlacedAccount>): ReadonlySet<string> {
  const silent = new Set(accounts.keys());
  for (const { key, parent, amounts } of [...accounts.values()].toReversed()) {
    const { place = null, from = null } = placed.get(key) ?? {};
    const isChosen = place !== null && from === null;
    if (isChosen || amounts.some((amount) => amount !== null && Number(amount) !== 0)) silent.delete(key);
    if (!silent.has(key) && parent !== null) silent.delete(parent);
  }
  return silent;
}
