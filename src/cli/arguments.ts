import { Option } from 'commander';
import { InvalidParameterError } from '#src/core/errors.ts';
import { type Month, monthsOf, parseMonth, parsePeriod } from '#src/core/period.ts';
import { ROLES, type Role } from '#src/core/role.ts';
import { COLLECTED_VENDORS, type CollectedVendor } from '#src/service/vendors.ts';

/** Vendor names in arguments. */
export const VENDOR_ARGUMENTS: Readonly<Record<CollectedVendor, string>> = {
  connectwise: 'connectwise',
  ninjaone: 'ninja',
  quickbooks: 'quickbooks',
};

const MAX_MONTHS = 120;

/** `--json` */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document on stdout and nothing else');
}

/** `--organization O`, of every command that acts on one organization. */
export function organizationOption(): Option {
  return new Option('--organization <organization>', 'id or slug of the organization (default: organization 1)');
}

/** `--role R` */
export function roleOption(description: string): Option {
  return new Option('--role <role>', `${description}: ${ROLES.join(', ')}`).argParser(parseRole);
}

/** @throws InvalidParameterError unless the text is a role */
export function parseRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  const field = 'role';
  throw new InvalidParameterError(`--role must be ${ROLES.join(', ')}, not ${JSON.stringify(text)}`, { field });
}

/** `--vendor V`, repeatable. */
export function vendorOption(): Option {
  return new Option(
    '--vendor <vendor>',
    'connectwise, ninja or quickbooks; repeatable (default: all configured vendors)',
  ).argParser((text: string, earlier: readonly CollectedVendor[] = []) => [...earlier, parseVendor(text)]);
}

/** `--period P`, repeatable; a quarter stands for its three months. */
export function periodOption(): Option {
  return new Option('--period <period>', 'a month (2026-10) or quarter (2026-Q4); repeatable').argParser(
    (text: string, earlier: readonly Month[] = []) => [...earlier, ...monthsOf(parsePeriod(text))],
  );
}

/** An option with a month as its argument. */
export function monthOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => parseMonth(text));
}

/** `--presentation N` */
export function presentationOption(): Option {
  return new Option('--presentation <version>', 'as it was presented (default: as it is stored now)').argParser(
    (text) => parseWholeNumber(text, 'presentation'),
  );
}

/** @throws InvalidParameterError unless the text is a whole number of months, at most ten years */
export function parseMonthCount(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_MONTHS) return count;
  throw new InvalidParameterError(
    `--months must be a whole number from 1 to ${MAX_MONTHS}, not ${JSON.stringify(text)}`,
    {
      field: 'months',
    },
  );
}

/** @throws InvalidParameterError unless the text is a whole number from 1 to 9999 */
export function parseWholeNumber(text: string, field: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidParameterError(`--${field} must be a whole number from 1, not ${JSON.stringify(text)}`, { field });
}

/** @throws InvalidParameterError unless the text is a whole number */
export function parseId(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidParameterError(`An id is a whole number, not ${JSON.stringify(text)}`, { field: 'id' });
}

function parseVendor(text: string): CollectedVendor {
  const vendor = COLLECTED_VENDORS.find((each) => VENDOR_ARGUMENTS[each] === text);
  if (vendor) return vendor;
  const known = COLLECTED_VENDORS.map((each) => VENDOR_ARGUMENTS[each]).join(' or ');
  throw new InvalidParameterError(`--vendor must be ${known}, not ${JSON.stringify(text)}`, { field: 'vendor' });
}
