import { Decimal } from '#src/core/number.ts';
import type { CellContent } from './file-cell.ts';
import { type NumberStyle, readNumber } from './number-text.ts';
import { isBlank, type TableCell } from './table.ts';

/** The word that erases a value; a blank cell leaves it alone. */
export const ERASE = 'erase';

/** How spreadsheets and people write that there is no value. */
const ABSENT = /^(-{1,3}|—|–|n\/?a|none)$/i;
const ERROR = /^#(REF!|DIV\/0!|N\/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!|ERROR!)$/i;

/** The content of a cell; null where it holds nothing. */
export function contentOf(cell: TableCell, style: NumberStyle): CellContent | null {
  if (isBlank(cell) || cell === null) return null;
  if (typeof cell === 'number') return numberContent(cell);
  if (typeof cell === 'boolean') return unreadable(String(cell).toUpperCase());
  if (cell instanceof Date) return unreadable(cell.toISOString().slice(0, 10));
  if (typeof cell === 'object') return { kind: 'no result' };
  return textContent(cell.trim(), style);
}

/** A double has up to 17 digits, of which a stored value keeps its decimals. */
function numberContent(number: number): CellContent {
  if (!Number.isFinite(number)) return unreadable(String(number));
  return { kind: 'number', value: new Decimal(number), isPercentage: false };
}

function textContent(text: string, style: NumberStyle): CellContent | null {
  if (ABSENT.test(text)) return null;
  if (text.toLowerCase() === ERASE) return { kind: 'erase' };
  if (ERROR.test(text)) return { kind: 'unreadable', reason: `The cell has the error ${text.toUpperCase()}` };
  const number = readNumber(text, style);
  return number ? { kind: 'number', ...number } : unreadable(text);
}

function unreadable(text: string): CellContent {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return { kind: 'unreadable', reason: `“${shown}” is not a number` };
}
