import type { PackContent, PackPoint } from '#src/files/pack-content.ts';

/** A pack as it is kept in a presentation: `asOf` and the numbers of its sparklines are texts. */
export interface FrozenPack extends Omit<PackContent, 'asOf' | 'smartNumbers'> {
  readonly asOf: string;
  readonly smartNumbers: readonly {
    readonly title: string;
    readonly numbers: readonly (Omit<PackContent['smartNumbers'][number]['numbers'][number], 'points'> & {
      readonly points: readonly FrozenPoint[];
    })[];
  }[];
}

type FrozenPoint = Omit<PackPoint, 'value'> & { readonly value: string | null };

export function freezePack({ asOf, smartNumbers, ...rest }: PackContent): FrozenPack {
  return {
    ...rest,
    asOf: asOf.toISOString(),
    smartNumbers: smartNumbers.map(({ title, numbers }) => ({
      title,
      numbers: numbers.map((number) => ({
        ...number,
        points: number.points.map((point) => ({ ...point, value: point.value === null ? null : String(point.value) })),
      })),
    })),
  };
}

/** The pack that was frozen. */
export function thawPack({ asOf, smartNumbers, ...rest }: FrozenPack): PackContent {
  return {
    ...rest,
    asOf: new Date(asOf),
    smartNumbers: smartNumbers.map(({ title, numbers }) => ({
      title,
      numbers: numbers.map((number) => ({
        ...number,
        points: number.points.map((point) => ({ ...point, value: point.value === null ? null : Number(point.value) })),
      })),
    })),
  };
}
