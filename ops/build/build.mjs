// node ops/build/build.mjs [--if-needed] [--quiet] [--generate] [--without-dashboard] [--clean]
//
// Generates the Prisma client (when the schema or the dependencies changed), compiles src, bench, ops and test/kit to dist/,
// and bundles the program to dist/program/ and the dashboard to dist/dashboard/. With --if-needed nothing is done where nothing
// changed; --generate generates, always, and compiles nothing; --without-dashboard leaves both bundles as they are, for what
// writes the dashboard's sources; --clean removes the program's files of the build before, which running programs may still load.
// The commit is written down with the program: that of the checkout, or else QBR_COMMIT, for sources without their history.
// All output goes to stderr, because stdout belongs to the program that runs afterwards.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { commitOf } from './commit.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GENERATED = join(ROOT, 'src/store/generated');
const GENERATED_STAMP = join(GENERATED, '.stamp');
const DIST = join(ROOT, 'dist');
const DIST_STAMP = join(DIST, '.stamp');
/** Beside dist, so that source maps point at the right files after the move. */
const STAGING = join(ROOT, 'dist.staging');
const MODULES = join(ROOT, 'node_modules');
const PROGRAM_CONFIG = join(ROOT, 'ops/build/program.config.mjs');
const THREADS_CONFIG = join(ROOT, 'ops/build/threads.config.mjs');

/** Runs after an installation, so that `npx qbr` works immediately. It must not fail: later commands build again. */
const isInstallation = process.env.npm_lifecycle_event === 'prepare';
const options = new Set(process.argv.slice(2));
const unknown = [...options].find(
  (option) => !['--if-needed', '--quiet', '--generate', '--without-dashboard', '--clean'].includes(option),
);
if (unknown) fail(`unknown option ${unknown}`);

// Looked at without the lock first, so that a start that has nothing to build waits for nobody and writes nothing: another
// user may start it, on a tree that only its owner may write.
if (!options.has('--if-needed') || options.has('--generate') || !isGenerated() || !isCompiled()) await buildAlone();
if (options.has('--clean')) removeEarlierProgram();

/** One build at a time. The kernel releases the lock however its holder ends; a waiting process checks again. */
async function buildAlone() {
  if (!existsSync(join(MODULES, 'typescript'))) {
    if (isInstallation) process.exit(0);
    fail('what it needs is not installed: run npm ci first');
  }
  const { waitForLock } = (await import('fs-native-extensions')).default;
  const lock = openLock(join(MODULES, '.qbr-build.lock'));
  await waitForLock(lock);
  const begin = performance.now();
  const done = [];
  if (options.has('--generate') || !isGenerated()) {
    generate();
    done.push('generated the database client');
  }
  if (!options.has('--generate') && !(options.has('--if-needed') && isCompiled())) {
    compile();
    done.push('compiled');
  }
  if (done.length > 0) say(`${done.join(', ')} in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

function openLock(file) {
  try {
    return openSync(file, 'a');
  } catch ({ code }) {
    return fail(
      `the build is not up to date, and you may not write it (${code}). Run npm run build as the owner of ${ROOT}`,
    );
  }
}

function generationStamp() {
  return hashOf(['prisma/schema.prisma', 'package-lock.json'].map((file) => readFileSync(join(ROOT, file))));
}

function isGenerated() {
  return existsSync(join(GENERATED, 'prisma/client.ts')) && isStamped(GENERATED_STAMP, generationStamp());
}

function generate() {
  const stamp = generationStamp();
  rmSync(GENERATED_STAMP, { force: true });
  run([join(MODULES, 'prisma/build/index.js'), 'generate'], {
    // Generating needs no schema engine, but Prisma downloads one unless it is given an existing file.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    // The generator prisma-pothos-types is found there.
    PATH: [join(MODULES, '.bin'), process.env.PATH].join(delimiter),
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  });
  mkdirSync(GENERATED, { recursive: true });
  writeStamp(GENERATED_STAMP, stamp);
}

function isCompiled() {
  return existsSync(join(DIST, 'program/main.js')) && isStamped(DIST_STAMP, sourceStamp());
}

/**
 * Names and content of all that is compiled, and of what says how. No times: a copy may have others, or whole seconds, and
 * a file that was changed back is not changed.
 */
function sourceStamp() {
  const files = ['src', 'test/kit', 'bench'].flatMap((folder) => filesUnder(join(ROOT, folder)));
  // Beside code, ops has what is installed as it is: units, examples, records.
  files.push(...filesUnder(join(ROOT, 'ops')).filter((file) => /\.m?[jt]s$/.test(file)));
  const inputs = [
    ...files,
    ...['tsconfig.json', 'tsconfig.build.json', 'codegen.ts', 'vite.config.ts', 'package-lock.json'].map((file) =>
      join(ROOT, file),
    ),
  ];
  return hashOf(inputs.sort().map((file) => `${relative(ROOT, file)} ${hashOf([readFileSync(file)])}\n`));
}

/** Compiles beside dist, then moves file by file, so that a program that starts during the build finds every file. */
function compile() {
  const stamp = sourceStamp();
  rmSync(STAGING, { recursive: true, force: true });
  run([join(MODULES, 'typescript/bin/tsc'), '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', STAGING]);
  writeCommit(join(STAGING, 'src'));
  if (!options.has('--without-dashboard')) {
    bundleProgram(join(STAGING, 'program'));
    bundleDashboard(join(STAGING, 'dashboard'));
  }
  const loadable = new Set(programFiles(DIST));
  rmSync(DIST_STAMP, { force: true });
  const compiled = filesUnder(STAGING).map((file) => relative(STAGING, file));
  for (const file of compiled) {
    mkdirSync(join(DIST, file, '..'), { recursive: true });
    renameSync(join(STAGING, file), join(DIST, file));
  }
  const current = new Set(compiled);
  const isBundle = (file) => ['dashboard', 'program'].some((folder) => file.startsWith(`${folder}${sep}`));
  // A program that is running loads files on demand, also after the next build.
  const isKept = (file) => (options.has('--without-dashboard') && isBundle(file)) || loadable.has(file);
  for (const file of filesUnder(DIST).map((path) => relative(DIST, path))) {
    if (!current.has(file) && !isKept(file)) rmSync(join(DIST, file));
  }
  rmSync(STAGING, { recursive: true, force: true });
  // Without its stamp the next build bundles as well.
  if (!options.has('--without-dashboard')) writeStamp(DIST_STAMP, stamp);
}

/** The program's files, and their names: the files of one build have names of their own, by their content. */
function bundleProgram(folder) {
  for (const [config, output] of [
    [PROGRAM_CONFIG, folder],
    [THREADS_CONFIG, join(folder, 'threads')],
  ]) {
    run([join(MODULES, 'vite/bin/vite.js'), 'build', '-c', config, '--outDir', output, '--logLevel', 'error']);
  }
  chmodSync(join(folder, 'main.js'), 0o755);
  copyFileSync(newDatabase(), join(folder, 'new-database.tar.gz'));
  writeCommit(folder);
  const names = filesUnder(folder).map((file) => relative(folder, file));
  writeFileSync(join(folder, 'files.json'), JSON.stringify(names));
}

/** What embedded databases begin as, made once for each version of PGlite. */
function newDatabase() {
  const folder = join(MODULES, '.cache/qbr-server');
  const { version } = JSON.parse(readFileSync(join(MODULES, '@electric-sql/pglite/package.json'), 'utf8'));
  const file = join(folder, `new-database-${version}.tar.gz`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    run([join(ROOT, 'ops/build/new-database.mjs'), `${file}.unfinished`]);
    renameSync(`${file}.unfinished`, file);
  }
  return file;
}

/** Beside the code that tells it (src/package-root.ts). */
function writeCommit(folder) {
  writeFileSync(join(folder, 'build.json'), JSON.stringify({ commit: commitOf(ROOT) }));
}

/** The files of the program that was built last in `folder`, relative to it. */
function programFiles(folder) {
  const list = join(folder, 'program/files.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')).map((name) => join('program', name)) : [];
}

/** Leaves of `dist/program` what the last build made: what is packed has nothing else. */
function removeEarlierProgram() {
  const current = new Set([...programFiles(DIST), join('program', 'files.json')]);
  for (const file of filesUnder(join(DIST, 'program')).map((path) => relative(DIST, path))) {
    if (!current.has(file)) rmSync(join(DIST, file));
  }
}

/** The files that browsers load, each also compressed, the operations that they ask for, and those of Swagger UI. */
function bundleDashboard(folder) {
  const files = join(folder, 'public');
  run([join(MODULES, 'vite/bin/vite.js'), 'build', '--outDir', files, '--logLevel', 'error']);
  for (const file of filesUnder(files).filter((name) => /\.(html|js|css|svg|json)$/.test(name))) {
    const content = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(content));
  }
  copyFileSync(join(ROOT, 'src/web/gql/persisted-operations.json'), join(folder, 'operations.json'));
  mkdirSync(join(folder, 'swagger-ui'));
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) {
    copyFileSync(join(MODULES, 'swagger-ui-dist', file), join(folder, 'swagger-ui', file));
  }
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function isStamped(file, stamp) {
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

function writeStamp(file, stamp) {
  writeFileSync(`${file}.new`, stamp);
  renameSync(`${file}.new`, file);
}

/** Runs Node on `args`; the output is shown only if it fails. */
function run(args, environment = {}) {
  const { status, error, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (status !== 0) fail(`${relative(ROOT, args[0])} failed\n${error ?? ''}${stdout}${stderr}`);
}

function say(line) {
  if (!options.has('--quiet')) process.stderr.write(`build: ${line}\n`);
}

function fail(reason) {
  process.stderr.write(`build: ${reason.trim()}\n`);
  process.exit(isInstallation ? 0 : 1);
}
