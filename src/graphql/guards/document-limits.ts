import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  Lexer,
  type ParseOptions,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import { BAD_REQUEST, beyondLimit, type GraphqlLimits } from './limits.ts';

export type DocumentLimits = Pick<
  GraphqlLimits,
  'maxTokens' | 'maxDepth' | 'maxAliases' | 'maxDirectives' | 'introspection'
>;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Parses a document and refuses one that goes beyond a limit, whatever its variables. Tokens are counted before it is
 * parsed; all else before it is validated, because what validation costs grows faster than the document. Why not a library's
 * rules: ops/decisions/0013-documents-are-limited-before-validation.md.
 * @throws GraphQLError
 */
export function parseWithinLimits(
  source: string | Source,
  options: ParseOptions,
  limits: DocumentLimits,
): DocumentNode {
  checkTokens(source, limits);
  const document = parse(source, options);
  checkDepth(document, limits.maxDepth);
  checkAliases(document, limits.maxAliases);
  checkDirectives(document, limits.maxDirectives);
  if (!limits.introspection) refuseIntrospection(document);
  return document;
}

/** Brackets within brackets, beyond levels of fields: lists and objects as values. Parsing takes some stack for each. */
const NESTED_VALUES = 50;

function checkTokens(source: string | Source, { maxTokens, maxDepth }: DocumentLimits): void {
  const lexer = new Lexer(typeof source === 'string' ? new Source(source) : source);
  let actual = 0;
  let open = 0;
  let deepest = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; kind = lexer.advance().kind) {
    actual += 1;
    if (OPENING.has(kind)) open += 1;
    else if (CLOSING.has(kind)) open -= 1;
    deepest = Math.max(deepest, open);
  }
  if (actual > maxTokens) {
    throw beyondLimit({
      variable: 'QBR_GRAPHQL_MAX_TOKENS',
      maximum: maxTokens,
      actual,
      what: 'tokens (names, brackets and values)',
      advice: 'Pass values as variables, repeat selections as fragments, or send several requests.',
    });
  }
  if (deepest > maxDepth + NESTED_VALUES) throw tooDeep(deepest, maxDepth, 'levels of brackets');
}

function checkDepth(document: DocumentNode, maximum: number): void {
  const actual = depthOf(document);
  if (actual <= maximum) return;
  throw tooDeep(actual, maximum, 'levels of fields');
}

function tooDeep(actual: number, maximum: number, what: string): GraphQLError {
  const advice = 'Ask for the deeper levels in a request of their own.';
  return beyondLimit({ variable: 'QBR_GRAPHQL_MAX_DEPTH', maximum, actual, what, advice });
}

/** The levels of fields of the deepest operation, fragments included. */
function depthOf(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const depth = known.get(name);
    if (depth !== undefined) return depth;
    // A fragment that spreads itself has no depth: validation refuses it.
    known.set(name, 0);
    known.set(name, ofSelections(fragments.get(name)?.selectionSet));
    return known.get(name) ?? 0;
  };
  const ofSelections = (set: SelectionSetNode | undefined): number => {
    let deepest = 0;
    for (const selection of set?.selections ?? []) {
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const below = isSpread ? ofFragment(selection.name.value) : ofSelections(selection.selectionSet);
      deepest = Math.max(deepest, selection.kind === Kind.FIELD ? below + 1 : below);
    }
    return deepest;
  };
  return Math.max(
    0,
    ...document.definitions.map((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? ofSelections(each.selectionSet) : 0,
    ),
  );
}

function checkAliases(document: DocumentNode, maximum: number): void {
  const actual = count(document, (node) => node.kind === Kind.FIELD && node.alias !== undefined);
  if (actual <= maximum) return;
  throw beyondLimit({
    variable: 'QBR_GRAPHQL_MAX_ALIASES',
    maximum,
    actual,
    what: 'aliases',
    advice: 'Ask for several metrics or periods by one field with `keys`, or `from` and `to`.',
  });
}

function checkDirectives(document: DocumentNode, maximum: number): void {
  const actual = count(document, (node) => node.kind === Kind.DIRECTIVE);
  if (actual <= maximum) return;
  throw beyondLimit({
    variable: 'QBR_GRAPHQL_MAX_DIRECTIVES',
    maximum,
    actual,
    what: 'directives',
    advice: 'Put what is included or skipped together into one fragment.',
  });
}

function count(document: DocumentNode, isCounted: (node: ASTNode) => boolean): number {
  let counted = 0;
  visit(document, {
    enter(node) {
      if (isCounted(node)) counted += 1;
    },
  });
  return counted;
}

function refuseIntrospection(document: DocumentNode): void {
  let asked: string | undefined;
  visit(document, {
    Field({ name }) {
      if (name.value !== '__schema' && name.value !== '__type') return;
      asked = name.value;
      return BREAK;
    },
  });
  if (asked === undefined) return;
  throw new GraphQLError(
    `${asked} is not answered here (QBR_GRAPHQL_INTROSPECTION). The schema is in the file schema.graphql of this version.`,
    { extensions: { code: 'FORBIDDEN', http: BAD_REQUEST } },
  );
}
