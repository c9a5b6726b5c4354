import type { z } from '@hono/zod-openapi';

type Body = Readonly<Record<string, unknown>>;

/** A body without its malformed parts. */
export interface ReadablePart {
  readonly body: Body;
  /** Maps a field of the part to the whole body: `metrics[0]` may be `metrics[2]` there. */
  fieldOfWhole(field: string): string;
}

/** Placeholders for malformed required values; only checks of the same field may reject them. */
const PLACEHOLDERS: Readonly<Record<string, unknown>> = {
  ...{ period: '2000-01', entered_by: 'x', metric_value: 0, owner_comp: 0, owner_comp_taxes: 0 },
  ...{ threshold_type: 'warning', threshold_value: null, warning: null, critical: null },
  ...{ green_min: null, green_max: null, yellow_min: null, yellow_max: null, red_threshold: null },
};
/** Fields without which the rest cannot be validated. */
const NEEDED: ReadonlySet<string> = new Set([
  ...['organization_id', 'metrics', 'metric_names', 'thresholds', 'metric', 'metric_name'],
]);

/**
 * The part of a malformed body that can still be validated, so that all faults are reported together. A list item whose
 * metric is malformed is left out.
 * @returns null if too little is left
 */
export function readablePart(body: Body, issues: readonly z.core.$ZodIssue[]): ReadablePart | null {
  const part: Record<string, unknown> = structuredClone(body);
  const leftOut = new Map<string, Set<number>>();
  for (const path of issues.flatMap(pathsOf)) {
    const [name, index, member] = path;
    if (typeof name !== 'string') return null;
    if (typeof index !== 'number') {
      if (path.length > 1 || NEEDED.has(name)) return null;
      replace(part, name);
    } else if (typeof member === 'string' && path.length === 3 && !NEEDED.has(member)) {
      replace((part[name] as Record<string, unknown>[])[index] ?? {}, member);
    } else {
      leftOut.set(name, (leftOut.get(name) ?? new Set()).add(index));
    }
  }
  const kept = new Map<string, readonly number[]>();
  for (const [name, indices] of leftOut) {
    const list = part[name] as unknown[];
    kept.set(
      name,
      [...list.keys()].filter((index) => !indices.has(index)),
    );
    part[name] = list.filter((_, index) => !indices.has(index));
  }
  const fieldOfWhole = (field: string) =>
    field.replace(/^(\w+)\[(\d+)\]/, (_, name: string, index: string) => {
      return `${name}[${kept.get(name)?.[Number(index)] ?? index}]`;
    });
  return { body: part, fieldOfWhole };
}

function pathsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function replace(object: Record<string, unknown>, name: string): void {
  if (name in PLACEHOLDERS) object[name] = PLACEHOLDERS[name];
  else delete object[name];
}
