import type { CompatibleTypes, FieldRef, TypeParam } from '@pothos/core';
import type { builder } from './builder.ts';

type Types = typeof builder.$inferSchemaTypes;

type FieldBuilder<Shape> = PothosSchemaTypes.ObjectFieldBuilder<Types, Shape>;

/** A type whose value may be null. */
interface Nullable<Type> {
  readonly nullable: Type;
}

type Property = readonly [type: TypeParam<Types> | Nullable<TypeParam<Types>>, description: string];

/** Fields by name, as properties or as declarations. */
type FieldTable = Readonly<Record<string, Property | FieldRef<Types>>>;

/** The properties of a shape that have a type of GraphQL. */
type NamesOf<Shape, Type> =
  Type extends Nullable<infer Inner extends TypeParam<Types>>
    ? CompatibleTypes<Types, Shape, Inner, true>
    : Type extends TypeParam<Types>
      ? CompatibleTypes<Types, Shape, Type, false>
      : never;

/** A table of fields in which every property has its row's type. */
type Exposable<Shape, Table> = {
  readonly [Name in keyof Table]: Table[Name] extends readonly [infer Type, string]
    ? Name extends NamesOf<Shape, Type>
      ? Table[Name]
      : never
    : Table[Name];
};

/** Marks the type of a property that may be null. */
export const nullable = <const Type extends TypeParam<Types>>(type: Type): Nullable<Type> => ({ nullable: type });

/**
 * The fields of an object type as a table. `[type, description]` exposes the property of the field's name; a field that
 * needs more has its declaration as its row.
 */
export function exposed<Shape, const Table extends FieldTable>(
  t: FieldBuilder<Shape>,
  table: Table & Exposable<Shape, Table>,
): Record<string, FieldRef<Types>> {
  return fieldsOf(table, (name, options) => t.expose(name as never, options as never));
}

function isProperty(row: Property | FieldRef<Types>): row is Property {
  return Array.isArray(row);
}

/** As `exposed`, of the properties of `value` in shapes that hold a value with its report. */
export function exposedOfValue<Shape extends { readonly value: object }, const Table extends FieldTable>(
  t: FieldBuilder<Shape>,
  table: Table & Exposable<Shape['value'], Table>,
): Record<string, FieldRef<Types>> {
  return fieldsOf(table, (name, { type, nullable, description }) =>
    t.field({ type, nullable, description, resolve: ({ value }: Shape) => value[name as never] } as never),
  );
}

/** The options of a row of a table. */
function optionsOf([type, description]: Property) {
  const isNullable = typeof type === 'object' && 'nullable' in type;
  return { type: isNullable ? type.nullable : type, nullable: isNullable, description };
}

/** Which properties have which types is checked by `Exposable`. */
function fieldsOf(
  table: FieldTable,
  expose: (name: string, options: ReturnType<typeof optionsOf>) => FieldRef<Types>,
): Record<string, FieldRef<Types>> {
  const rows = Object.entries<Property | FieldRef<Types>>(table);
  return Object.fromEntries(rows.map(([name, row]) => [name, isProperty(row) ? expose(name, optionsOf(row)) : row]));
}
