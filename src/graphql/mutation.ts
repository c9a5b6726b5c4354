import type { FieldMap, InputFieldMap, InputShapeFromFields } from '@pothos/core';
import type { Permission } from '#src/auth/permissions.ts';
import type * as errorClasses from '#src/core/errors.ts';
import type { QbrError } from '#src/core/errors.ts';
import { builder } from './builder.ts';
import type { GraphqlContext } from './context.ts';

type Types = typeof builder.$inferSchemaTypes;
type Exported = typeof errorClasses;

/** A class of core/errors.ts; schema/types/error.ts gives it an object type of the same name. */
type ErrorClass = {
  [Name in keyof Exported]: Exported[Name] extends new (...args: never[]) => QbrError ? Exported[Name] : never;
}[keyof Exported];

/** What differs between mutations. */
interface Declaration<Fields extends InputFieldMap, Success extends object> {
  readonly permission: Permission;
  readonly description: string;
  /** The input type; `argument` describes the argument of that type. */
  readonly input: {
    readonly description: string;
    readonly argument: string;
    readonly fields: (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) => Fields;
  };
  /** The verb. It throws the expected errors. */
  readonly resolve: (input: InputShapeFromFields<Fields>, context: GraphqlContext) => Success | Promise<Success>;
  readonly success: {
    readonly description: string;
    readonly fields: (t: PothosSchemaTypes.ObjectFieldBuilder<Types, Success>) => FieldMap;
  };
  /** Expected errors; any other that the verb throws becomes an error of the request. */
  readonly errors: readonly ErrorClass[];
  /** Added to the description of the result. */
  readonly resultNote?: string;
}

/**
 * Declares a mutation and its types, which are named after it: `closePeriod` takes a `ClosePeriodInput` and returns a
 * `ClosePeriodResult`, the union of `ClosePeriodSuccess` and its errors.
 */
export function mutation<Fields extends InputFieldMap, Success extends object>(
  name: string,
  { permission, description, input, resolve, success, errors, resultNote }: Declaration<Fields, Success>,
): void {
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const Input = builder.inputType(`${typeName}Input`, { description: input.description, fields: input.fields });
  const SuccessType = builder.objectRef<Success>(`${typeName}Success`).implement(success);
  const Result = builder.errorUnion(`${typeName}Result`, {
    description: [`Result of \`${name}\`.`, resultNote].filter(Boolean).join(' '),
    types: [SuccessType, ...errors],
    // The plugin resolves errors itself and calls this for successes only.
    resolveType: () => SuccessType.name,
  });
  builder.mutationField(name, (t) =>
    t.field({
      type: Result,
      authScopes: { permission },
      description,
      args: { input: t.arg({ type: Input, required: true, description: input.argument }) },
      // The builder's own types of both depend on `Fields` and `Success`, which are unknown here.
      resolve: (_root, args, context) =>
        resolve((args as { readonly input: InputShapeFromFields<Fields> }).input, context) as never,
    }),
  );
}
