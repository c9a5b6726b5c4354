import type { Decimal } from '#src/core/number.ts';
import { sum, ZERO } from './money.ts';
import type { StatementSection } from './statement.ts';
import {
  checkOf,
  hasAmount,
  isFrame,
  plainLabel,
  type StatementCheck,
  type StatementRow,
  sectionOf,
  totalled,
} from './statement-rows.ts';
import { type StatementProblem, statementProblem } from './statement-tie.ts';

/** An account of an outline: a leaf, or a group with its accounts and its printed total. */
export interface OutlineNode {
  readonly row: StatementRow;
  readonly children: readonly OutlineNode[];
  /** Null for a leaf. */
  readonly total: StatementRow | null;
  /** Own amounts and those of all accounts below, by column. */
  readonly sums: readonly Decimal[];
}

export interface OutlineSection extends OutlineNode {
  readonly section: StatementSection;
}

/** The rows of a report by what they are. */
export interface Outline {
  readonly sections: readonly OutlineSection[];
  readonly checks: readonly { readonly check: StatementCheck; readonly row: StatementRow }[];
}

/** The nodes read so far, latest first; shared between alternatives. */
interface Chain {
  readonly node: OutlineNode;
  readonly before: Chain | null;
}

/** A group that is open. */
interface Frame {
  readonly row: StatementRow;
  /** Of an outermost group; null for a parent account. */
  readonly section: StatementSection | null;
  readonly chain: Chain | null;
  readonly outer: Frame | null;
}

interface State extends Outline {
  readonly frame: Frame | null;
}

type Step = readonly State[] | StatementProblem;

/** Rows that are looked at, again where alternatives are tried: many times those of any real report. */
const MAX_LOOKS = 3_000_000;

interface Looks {
  left: number;
}

/**
 * Finds which rows are groups, accounts and totals. Where a source shows no indentation, an amount in front of others can
 * be an account or a parent with own money; the alternative is taken in which every total ties, in all columns or at least
 * in one, else the first that is complete. The caller then finds which totals do not tie.
 */
export function outlineOf(rows: readonly StatementRow[]): Outline | StatementProblem {
  const columns = rows[0]?.amounts.map((_, column) => column) ?? [];
  const looks: Looks = { left: MAX_LOOKS };
  for (const tying of [columns, ...columns.map((column) => [column])]) {
    const outline = search(rows, tying, looks);
    if (!('message' in outline)) return outline;
  }
  return search(rows, [], looks);
}

/** @param tying the columns in which every total must tie */
function search(rows: readonly StatementRow[], tying: readonly number[], looks: Looks): Outline | StatementProblem {
  const open: { state: State; index: number }[] = [{ state: { sections: [], checks: [], frame: null }, index: 0 }];
  let farthest = { index: -1, problem: statementProblem(null, 'The report has no rows') };
  for (let next = open.pop(); next; next = open.pop()) {
    looks.left -= 1;
    if (looks.left < 0) return statementProblem(null, 'The rows can be read in too many ways');
    const { state, index } = next;
    const row = rows[index];
    const result = row ? step(state, rows, index, looks) : ending(state);
    if (result === null) return state;
    if ('message' in result) {
      if (index > farthest.index) farthest = { index, problem: result };
      continue;
    }
    const states = result.filter((each) => ties(each, state, tying));
    if (states.length === 0 && row && index > farthest.index) farthest = { index, problem: untied(row) };
    for (const each of [...states].reverse()) open.push({ state: each, index: index + 1 });
  }
  return farthest.problem;
}

function untied(row: StatementRow): StatementProblem {
  return statementProblem(row.where, `${row.label} does not add up`);
}

function ending({ frame }: State): StatementProblem | null {
  return frame && statementProblem(frame.row.where, `${frame.row.label} has no total`);
}

/** Whether what was closed last has the sum that its total prints. */
function ties(state: State, before: State, tying: readonly number[]): boolean {
  const node = state.sections.length > before.sections.length ? state.sections.at(-1) : state.frame?.chain?.node;
  if (!node?.total) return true;
  const { total, sums } = node;
  return tying.every((column) => (sums[column] ?? ZERO).equals(total.amounts[column] ?? ZERO));
}

function step(state: State, rows: readonly StatementRow[], index: number, looks: Looks): Step {
  const row = rows[index];
  if (!row) return [];
  if (!state.frame) return between(state, row);
  return endings(state, state.frame, row, looks) ?? within(state, state.frame, rows, index);
}

/** A row outside of all sections. */
function between(state: State, row: StatementRow): Step {
  if (isFrame(row.label) && !hasAmount(row)) return [state];
  const check = checkOf(row.label);
  if (check && row.role !== 'group') {
    const known = state.checks.some((each) => each.check === check);
    return known ? twice(row) : [{ ...state, checks: [...state.checks, { check, row }] }];
  }
  const section = sectionOf(row.label);
  if (section) return opening(state, row, section);
  const total = totalled(row.label);
  const ofSection = total === null ? null : sectionOf(total);
  if (ofSection && isZero(row)) return emptySection(state, row, ofSection);
  return statementProblem(row.where, `${row.label} is in no section that is known, such as Income or Expenses`);
}

function opening(state: State, row: StatementRow, section: StatementSection): Step {
  if (!hasAmount(row) || (row.role === 'group' && isZero(row))) {
    const isKnown = state.sections.some((each) => each.section === section);
    return isKnown ? twice(row) : [{ ...state, frame: { row, section, chain: null, outer: null } }];
  }
  // QuickBooks Online prints an empty section as one line of 0.
  if (isZero(row)) return emptySection(state, row, section);
  return statementProblem(
    row.where,
    `${row.label} has an amount but no accounts: export the report with all rows open`,
  );
}

function isZero({ amounts }: StatementRow): boolean {
  return amounts.every((amount) => amount === null || amount.isZero());
}

function emptySection(state: State, row: StatementRow, section: StatementSection): Step {
  if (state.sections.some((each) => each.section === section)) return twice(row);
  const node = { section, row, children: [], total: row, sums: row.amounts.map(() => ZERO) };
  return [{ ...state, sections: [...state.sections, node] }];
}

function twice(row: StatementRow): StatementProblem {
  return statementProblem(row.where, `${row.label} occurs twice`);
}

/** What a total inside of an open section can end; null for other rows, and for an account such as `Total Care`. */
function endings(state: State, frame: Frame, row: StatementRow, looks: Looks): Step | null {
  if (row.role !== 'total' && (row.role !== null || totalled(row.label) === null)) return null;
  const closed = closings(state, frame, row, looks);
  if (closed.length > 0) return closed;
  if (row.role !== 'total' && !isOpen(frame, row)) return null;
  return statementProblem(row.where, `${row.label} stands where ${frame.row.label} (${frame.row.where}) is open`);
}

/** Any other row inside of an open section. */
function within(state: State, frame: Frame, rows: readonly StatementRow[], index: number): Step {
  const row = rows[index];
  if (!row) return [];
  if (row.role === null && checkOf(row.label)) {
    return statementProblem(frame.row.where, `${frame.row.label} has no total before ${row.label} (${row.where})`);
  }
  if (isGroup(rows, index)) return [{ ...state, frame: { row, section: null, chain: null, outer: frame } }];
  return [{ ...state, frame: add(frame, { row, children: [], total: null, sums: ownAmounts(row) }) }];
}

function isGroup(rows: readonly StatementRow[], index: number): boolean {
  const row = rows[index];
  if (!row) return false;
  if (row.role !== null) return row.role === 'group';
  if (row.depth === null) return !hasAmount(row);
  const next = rows[index + 1];
  return next !== undefined && ((next.depth ?? 0) > row.depth || (!hasAmount(row) && isTotalOf(next, row, null)));
}

/** All ways in which a total can end what is open. */
function closings(state: State, frame: Frame, total: StatementRow, looks: Looks): State[] {
  const closed = isTotalOf(total, frame.row, frame.section) ? [close(state, frame, total, looks)] : [];
  if (total.depth !== null || total.role !== null) return closed;
  const parents: State[] = [];
  for (let chain = frame.chain?.before ?? null; chain; chain = chain.before) {
    const { node, before } = chain;
    looks.left -= 1;
    if (looks.left < 0) return [];
    if (node.total !== null || !isTotalOf(total, node.row, null)) continue;
    const parent = group(node.row, nodesSince(frame.chain, chain, looks), total);
    parents.push({ ...state, frame: { ...frame, chain: { node: parent, before } } });
  }
  return [...closed, ...parents];
}

/** The nodes of a chain that were read after `since`, in their order. */
function nodesSince(latest: Chain | null, since: Chain | null, looks: Looks): OutlineNode[] {
  const nodes: OutlineNode[] = [];
  for (let chain = latest; chain !== null && chain !== since; chain = chain.before) nodes.push(chain.node);
  looks.left -= nodes.length;
  return nodes.reverse();
}

function isOpen(frame: Frame, total: StatementRow): boolean {
  for (let each: Frame | null = frame; each; each = each.outer) {
    if (isTotalOf(total, each.row, each.section)) return true;
  }
  return false;
}

function isTotalOf(total: StatementRow, row: StatementRow, section: StatementSection | null): boolean {
  const label = totalled(total.label);
  if (label === null) return false;
  return label === plainLabel(row.label) || (section !== null && sectionOf(label) === section);
}

function close(state: State, frame: Frame, total: StatementRow, looks: Looks): State {
  const node = group(frame.row, nodesSince(frame.chain, null, looks), total);
  const { outer, section } = frame;
  const sections = section === null ? state.sections : [...state.sections, { ...node, section }];
  return { ...state, frame: outer && add(outer, node), sections };
}

function group(row: StatementRow, children: readonly OutlineNode[], total: StatementRow): OutlineNode {
  const sums = ownAmounts(row).map((own, column) => own.plus(sum(children.map((each) => each.sums[column] ?? ZERO))));
  return { row, children, total, sums };
}

function add(frame: Frame, node: OutlineNode): Frame {
  return { ...frame, chain: { node, before: frame.chain } };
}

function ownAmounts({ amounts }: StatementRow): Decimal[] {
  return amounts.map((amount) => amount ?? ZERO);
}
