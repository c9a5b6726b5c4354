import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { PERMISSIONS } from '#src/auth/permissions.ts';

/**
 * Holds the rooms of src/ apart: which may import which, who reads the environment, and that core has neither clock nor
 * I/O. Paths are relative to src/.
 */
const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** The rooms that a room may import. `core types`: types of core, and the modules whose classes are types at run time. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  store: ['core'],
  collect: ['core'],
  files: ['core'],
  auth: ['core', 'store'],
  service: ['core', 'store', 'collect', 'files', 'auth'],
  http: ['service', 'auth'],
  graphql: ['http', 'service', 'auth', 'core types'],
  rest: ['http', 'service', 'auth', 'core types'],
  mcp: ['http', 'service', 'auth', 'core types'],
  jobs: ['service'],
  telemetry: ['http', 'service', 'auth'],
  config: ['core'],
  log: [],
  web: [],
};
const MAY_IMPORT_ALL: readonly string[] = ['cli', 'app.ts', 'collections.ts', 'server.ts'];
/** Periods, decimals and errors: what a contract parses into, prints and catches. */
const CORE_TYPES_AT_RUN_TIME: readonly string[] = [
  'core/errors.ts',
  'core/json-path.ts',
  'core/number.ts',
  'core/period.ts',
];
/** Of the whole server: expected errors, the loopback host, work done once, redaction of secrets, what is observed. The logger is handed to its rooms. */
const COMMON_WORDS: readonly string[] = [
  'core/errors.ts',
  'core/loopback.ts',
  'once.ts',
  'package-root.ts',
  'log/redaction.ts',
  'telemetry/activity.ts',
];
const COMMON_TYPES: readonly string[] = ['log/log.ts'];
/** The settings of other rooms, which the configuration is parsed into. */
const SETTINGS_TYPES: readonly string[] = [
  'auth/access.ts',
  'graphql/guards/limits.ts',
  'service/books/online-off.ts',
  'store/engine/connection.ts',
];
/** How package.json names what is in src/. */
const OWN = /^#src\//;
const PURE_PACKAGES: readonly string[] = ['decimal.js', 'fraction.js', 'temporal-polyfill'];
const DATABASE_PACKAGE = /^(@prisma\/|@electric-sql\/|pg$|pglite-|graphile-worker$)/;

interface Import {
  readonly from: string;
  /** A path relative to src/, or a package's name. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly isTypeOnly: boolean;
}

/** Why an import is not allowed; null where it is. */
function objection({ from, to, isPackage, isTypeOnly }: Import): string | null {
  const room = roomOf(from);
  if (isPackage) return objectionToPackage(room, to);
  if (to.startsWith('..')) return 'src imports nothing outside src';
  const target = roomOf(to);
  if (target === room || MAY_IMPORT_ALL.includes(room)) return null;
  const isServerRoom = room in MAY_IMPORT && !['core', 'log', 'web'].includes(room);
  if (isServerRoom && (COMMON_WORDS.includes(to) || (isTypeOnly && COMMON_TYPES.includes(to)))) return null;
  if (room === 'config' && isTypeOnly && SETTINGS_TYPES.includes(to)) return null;
  if (from === 'graphql/builder.ts' && to.startsWith('store/generated/')) return null;
  const allowed = MAY_IMPORT[room] ?? [];
  if (allowed.includes(target)) return null;
  const isTypeOfCore = target === 'core' && (isTypeOnly || CORE_TYPES_AT_RUN_TIME.includes(to));
  if (isTypeOfCore && allowed.includes('core types')) return null;
  return isRootFile(room) && isRootFile(target) && !MAY_IMPORT_ALL.includes(target)
    ? null
    : `${room} may not import ${target}`;
}

function objectionToPackage(room: string, name: string): string | null {
  if (room === 'core' && !PURE_PACKAGES.includes(name))
    return 'core imports no package but those of exact numbers and dates';
  if (room !== 'store' && DATABASE_PACKAGE.test(name)) return 'only store runs a database';
  return null;
}

/** The first folder, or the file's own name where it lies in src/ itself. */
function roomOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function isRootFile(path: string): boolean {
  return path.endsWith('.ts') && !path.includes('/');
}

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('store/generated/') && !path.includes('/gql/'));

const SOURCES = new Map(FILES.map((path) => [path, parse(path, readFileSync(join(SRC, path), 'utf8'))]));

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [root];
  ts.forEachChild(root, (child) => {
    nodes.push(...nodesOf(child));
  });
  return nodes;
}

function importsOf(source: ts.SourceFile): Import[] {
  return nodesOf(source).flatMap((node) => {
    const imported = importedBy(node);
    if (!imported) return [];
    const { specifier, isTypeOnly } = imported;
    const isPackage = !specifier.startsWith('.') && !OWN.test(specifier);
    const within = OWN.test(specifier)
      ? specifier.replace(OWN, '')
      : posix.join(posix.dirname(source.fileName), specifier);
    const to = isPackage ? specifier : within;
    return [{ from: source.fileName, to, isPackage, isTypeOnly }];
  });
}

function importedBy(node: ts.Node): { specifier: string; isTypeOnly: boolean } | null {
  if (ts.isImportDeclaration(node)) return specified(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
  if (ts.isExportDeclaration(node)) return specified(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node))
    return specified(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
  if (!ts.isCallExpression(node)) return null;
  const isLoading = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  return isLoading ? specified(node.arguments[0], false) : null;
}

function specified(specifier: ts.Node | undefined, isTypeOnly: boolean) {
  return specifier && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, isTypeOnly } : null;
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

/** What in core would make it depend on the moment, on chance or on the world. */
function impurities(source: ts.SourceFile): string[] {
  const worldly =
    /^(Date\.now|Math\.random|Temporal\.Now|performance|process|crypto|console|fetch|setTimeout|setInterval|setImmediate|globalThis)$/;
  return nodesOf(source).flatMap((node) => {
    const isMoment = ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length;
    const isDateCall = ts.isCallExpression(node) && node.expression.getText() === 'Date';
    const isWorldly = (ts.isPropertyAccessExpression(node) || isReference(node)) && worldly.test(node.getText());
    return isMoment || isDateCall || isWorldly ? [node.getText()] : [];
  });
}

/** An identifier that is used as a value, not a property's or declaration's own name. */
function isReference(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  const isOwnName = 'name' in parent && parent.name === node;
  return !isOwnName;
}

/** Where the environment is read. Handing it over whole, as the program's entry does, is `process.env` alone. */
function environmentReads(source: ts.SourceFile): string[] {
  return nodesOf(source).flatMap((node) => {
    if (ts.isImportDeclaration(node)) {
      return /^['"](node:)?process['"]$/.test(node.moduleSpecifier.getText()) ? [node.getText()] : [];
    }
    const isEnvironment =
      (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
      /^process(\.|\[['"])env\b/.test(node.getText());
    const isUnpacked = ts.isVariableDeclaration(node) && node.initializer?.getText() === 'process';
    return isEnvironment || isUnpacked ? [node.getText()] : [];
  });
}

describe('the rooms of src/', () => {
  it('are those of the table, and every file lies in one or is a root file', () => {
    const known = [...Object.keys(MAY_IMPORT), 'cli'];
    const rooms = new Set(FILES.map(roomOf).filter((room) => !isRootFile(room)));
    expect([...rooms].filter((room) => !known.includes(room))).toEqual([]);
    expect(FILES.length).toBeGreaterThan(20);
  });

  it.each([...Object.keys(MAY_IMPORT), 'cli'])('%s imports only what it may', (room) => {
    const sources = [...SOURCES].filter(([path]) => roomOf(path) === room);
    expect(sources.flatMap(([, source]) => objections(source))).toEqual([]);
  });

  it('the files beside the rooms import only what they may', () => {
    expect([...SOURCES].filter(([path]) => isRootFile(path)).flatMap(([, source]) => objections(source))).toEqual([]);
  });

  it('name the files they import as they are called, with their ending', () => {
    const imports = [...SOURCES.values()].flatMap(importsOf).filter(({ isPackage }) => !isPackage);
    expect(imports.filter(({ to }) => !/\.(tsx?|css|json)$/.test(to))).toEqual([]);
  });
});

function objections(source: ts.SourceFile): string[] {
  return importsOf(source).flatMap((each) => {
    const reason = objection(each);
    return reason === null ? [] : [`${each.from} → ${each.to}: ${reason}`];
  });
}

describe('the environment', () => {
  it('is read by config/config.ts alone; the entry of the command line hands it over whole', () => {
    const reads = [...SOURCES].flatMap(([path, source]) => environmentReads(source).map((text) => `${path}: ${text}`));
    expect(
      reads.filter((read) => !read.startsWith('config/config.ts: ') && read !== 'cli/main.ts: process.env'),
    ).toEqual([]);
  });
});

describe('core', () => {
  it('has no clock, no chance and no I/O', () => {
    const core = [...SOURCES].filter(([path]) => roomOf(path) === 'core');
    expect(core.flatMap(([path, source]) => impurities(source).map((text) => `${path}: ${text}`))).toEqual([]);
    expect(core.length).toBeGreaterThan(10);
  });
});

/** Files that import each other, directly or not; one entry a circle, its files in order. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reaches = (from: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(imports.get(from) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(imports.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map([...imports.keys()].map((file) => [file, reaches(file)]));
  const circles = [...imports.keys()]
    .filter((file) => reached.get(file)?.has(file))
    .map((file) =>
      [...imports.keys()].filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file)),
    );
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()];
}

describe('imports', () => {
  it('have no circle, neither of values nor of types', () => {
    const imports = new Map(
      [...SOURCES].map(([path, source]) => {
        const own = importsOf(source).filter(({ isPackage }) => !isPackage);
        return [path, own.map(({ to }) => to)];
      }),
    );
    expect(circlesOf(imports)).toEqual([]);
  });

  it('would be found in a circle', () => {
    const circle = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['a.ts', 'd.ts']],
      ['d.ts', []],
    ]);
    expect(circlesOf(circle)).toEqual([['a.ts', 'b.ts', 'c.ts']]);
  });
});

/** Statements to the database: `prisma`, a reader or a transaction is used instead of handed on. */
function statements(source: ts.SourceFile): string[] {
  return nodesOf(source).flatMap((node) => {
    const isUse = ts.isPropertyAccessExpression(node) && /(^|\.)(prisma|reader|tx)$/.test(node.expression.getText());
    return isUse ? [node.getText()] : [];
  });
}

/** What only the door does: asking a permission, opening a transaction, appending to the audit trail. */
function doorways(source: ts.SourceFile): string[] {
  return nodesOf(source).flatMap((node) => {
    if (!ts.isCallExpression(node)) return [];
    const called = node.expression.getText();
    return /^(requirePermission|appendAudit)$|\.transaction$/.test(called) ? [called] : [];
  });
}

/** The door itself, and the server that runs another process's command: it wraps the transactions that the door opens. */
const DOORS: readonly string[] = ['service/scope.ts', 'cli/command-server.ts'];
/** Signing in ends before anybody has a scope. */
const BELOW_THE_DOOR: readonly string[] = ['store', 'auth'];

describe('the door', () => {
  it('is the only way to the database: statements stand in store', () => {
    const outside = [...SOURCES].filter(([path]) => !['store', 'web'].includes(roomOf(path)));
    expect(outside.flatMap(([path, source]) => statements(source).map((text) => `${path}: ${text}`))).toEqual([]);
  });

  it('alone asks permissions, opens transactions and appends to the audit trail', () => {
    const outside = [...SOURCES].filter(([path]) => !DOORS.includes(path) && !BELOW_THE_DOOR.includes(roomOf(path)));
    expect(outside.flatMap(([path, source]) => doorways(source).map((text) => `${path}: ${text}`))).toEqual([]);
  });

  it('asks every permission of the table somewhere', () => {
    const text = [...SOURCES].filter(([path]) => path !== 'auth/permissions.ts').map(([, source]) => source.text);
    const unused = Object.keys(PERMISSIONS).filter((name) => !text.some((each) => each.includes(`'${name}'`)));
    expect(unused).toEqual([]);
  });

  it.each(['prisma.finding.count()', 'database.prisma.$queryRaw`SELECT 1`', 'tx.finding', 'reader.setting'])(
    'would notice the statement %s',
    (text) => expect(statements(parse('service/x.ts', `const x = ${text};`))).not.toEqual([]),
  );

  it('lets a reader be handed on', () => {
    expect(statements(parse('service/x.ts', 'const x = readFindings(database.prisma, tx, reader);'))).toEqual([]);
  });

  it.each(['requirePermission(viewer, "keys:manage")', 'appendAudit(tx, 1, {})', 'database.transaction(work)'])(
    'would notice %s',
    (text) => expect(doorways(parse('service/x.ts', `const x = ${text};`))).toHaveLength(1),
  );
});

describe('these tests would notice', () => {
  const refused: [string, string][] = [
    ['core/period.ts', "import { x } from '../store/database.ts'"],
    ['core/period.ts', "import type { x } from '#src/log/log.ts'"],
    ['core/period.ts', "import { readFileSync } from 'node:fs'"],
    ['core/period.ts', "import { z } from 'zod'"],
    ['store/x.ts', "export * from '../service/x.ts'"],
    ['collect/x/api.ts', "import type { x } from '../../store/database.ts'"],
    ['files/x.ts', "import type { x } from '../store/database.ts'"],
    ['graphql/x.ts', "import { x } from '../files/x.ts'"],
    ['service/x.ts', "import { app } from '../app.ts'"],
    ['service/x.ts', "import { createLogger } from '#src/log/log.ts'"],
    ['service/x.ts', "import { parseConfig } from '#src/config/config.ts'"],
    ['service/x.ts', "import { PrismaClient } from '@prisma/client'"],
    ['service/x.ts', "const x = await import('../graphql/x.ts')"],
    ['graphql/schema/x.ts', "import type { x } from '../../store/generated/pothos.ts'"],
    ['graphql/builder.ts', "import { x } from '../store/database.ts'"],
    ['graphql/x.ts', "import { judge } from '#src/core/metrics/threshold.ts'"],
    ['graphql/x.ts', "import { type Bound, judge } from '#src/core/metrics/threshold.ts'"],
    ['rest/x.ts', "import { x } from '../graphql/x.ts'"],
    ['mcp/x.ts', "import { x } from '../rest/x.ts'"],
    ['service/x.ts', "import { x } from '../mcp/x.ts'"],
    ['jobs/x.ts', "import { x } from '../collect/source.ts'"],
    ['http/x.ts', "import { x } from '#src/jobs/x.ts'"],
    ['web/x.ts', "import type { x } from '../core/period.ts'"],
    ['cli/x.ts', "import { x } from '../../test/kit/world/world.ts'"],
    ['app.ts', "import { x } from '../ops/x.ts'"],
    ['config/config.ts', "import { x } from '#src/service/x.ts'"],
    ['config/config.ts', "import { x } from '#src/auth/access.ts'"],
    ['config/config.ts', "import type { x } from '#src/auth/sign-in.ts'"],
    ['log/log.ts', "import { x } from '#src/app.ts'"],
    ['http/x.ts', "import { x } from '#src/graphql/x.ts'"],
    ['service/x.ts', "import { x } from '#src/telemetry/metrics.ts'"],
    ['telemetry/x.ts', "import { x } from '#src/store/x.ts'"],
  ];
  const accepted: [string, string][] = [
    ['graphql/builder.ts', "import type x from '../store/generated/pothos.ts'"],
    ['graphql/x.ts', "import { type Bound, type Better } from '#src/core/metrics/threshold.ts'"],
    ['graphql/schema/x.ts', "import { parsePeriod } from '../../core/period.ts'"],
    ['jobs/x.ts', "import type { Logger } from '#src/log/log.ts'"],
    ['cli/x.ts', "import { x } from '../app.ts'"],
    ['config/config.ts', "import { x } from './variables.ts'"],
    ['config/config.ts', "import type { x } from '#src/auth/access.ts'"],
    ['config/x.ts', "import { x } from '#src/log/redaction.ts'"],
    ['rest/x.ts', "import { x } from '#src/http/x.ts'"],
    ['store/engine/x.ts', "import { observed } from '#src/telemetry/activity.ts'"],
    ['core/period.ts', "import { Temporal } from 'temporal-polyfill'"],
  ];

  it.each(refused)('in %s: %s', (path, text) => {
    expect(objections(parse(path, text))).toHaveLength(1);
  });

  it.each(accepted)('and accept in %s: %s', (path, text) => {
    expect(objections(parse(path, text))).toEqual([]);
  });

  it.each([
    'new Date()',
    'new Date',
    'Date()',
    'Date.now()',
    'Math.random()',
    'Temporal.Now.instant()',
    'setTimeout(f, 1)',
    'process.cwd()',
    'console.log(1)',
  ])('in core: %s', (text) => {
    expect(impurities(parse('core/x.ts', `const x = () => ${text};`))).not.toEqual([]);
  });

  it.each(['new Date(5)', 'period.process', '{ process: 1 }', '"Date.now()"', '/* Math.random() */ 1'])(
    'and accept in core: %s',
    (text) => {
      expect(impurities(parse('core/x.ts', `const x = () => (${text});`))).toEqual([]);
    },
  );

  it.each([
    "process.env['X']",
    'process.env.X',
    "process['env']",
    "import { env } from 'node:process'",
    'const { env } = process',
  ])('where the environment is read: %s', (text) => {
    expect(environmentReads(parse('service/x.ts', text))).not.toEqual([]);
  });
});
