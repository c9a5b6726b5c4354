import type { z } from '@hono/zod-openapi';

type Body = Readonly<Record<string, unknown>>;

/** A body without its malformed parts, and where the members of its list stood. */
export interface ReadablePart {
  readonly body: Body;
  /** A field of the part as the whole body has it: `metrics[0]` may be its `metrics[2]`. */
  fieldOfWhole(field: string): string;
}

/** What takes the place of a malformed value that is needed; no check refuses it, or only one of the same field. */
const PLACEHOLDERS: Readonly<Record<string, unknown>> = {
  ...{ period: '2000-01', entered_by: 'x', metric_value: 0, owner_comp: 0, owner_comp_taxes: 0 },
  ...{ threshold_type: 'warning', threshold_value: null, warning: null, critical: null },
  ...{ green_min: null, green_max: null, yellow_min: null, yellow_max: null, red_threshold: null },
};
/** Without these nothing can be said of what stands beside them. */
const NEEDED: ReadonlySet<string> = new Set([
  ...['organization_id', 'metrics', 'metric_names', 'thresholds', 'metric', 'metric_name'],
]);

/**
 * What of a malformed body can still be checked, so that its faults are told together. A malformed member of a list is left
 * out where it does not say which metric it is of.
 * @returns null where too little is left
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
