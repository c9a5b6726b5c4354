import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fileVariable, SECRET_VARIABLES } from '#src/config/secrets.ts';
import { VARIABLES } from '#src/config/variables.ts';
import { packageRoot, programVersion } from '#src/package-root.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { stages, textsOf, wordsOf } from './containerfile.ts';

const all = [...stages().values()].flat();
const runs = all.filter(({ name }) => name === 'RUN').map(({ text }) => text);

/** The rules of hadolint that can be broken here, by their numbers. */
describe('the Containerfile', () => {
  it('builds in stages, and leaves what built behind (DL3022)', () => {
    expect([...stages().keys()]).toEqual(['', 'build', 'install', 'run']);
    expect(textsOf('run', 'COPY')).toEqual(['--from=install /opt/qbr /opt/qbr']);
  });

  it('names its base image with a version (DL3006, DL3007)', () => {
    const [image = ''] = textsOf('', 'ARG');
    expect(image).toMatch(/^NODE_IMAGE=\S+:\d+-[a-z]+-slim$/);
    const from = all.filter(({ name }) => name === 'FROM').map(({ text }) => text);
    expect(from.filter((text) => !/^\$\{NODE_IMAGE\} AS [a-z]+$/.test(text))).toEqual([]);
  });

  it('runs as a user by number that is not root (DL3002)', () => {
    expect(textsOf('run', 'USER')).toEqual(['10001:10001']);
    expect(textsOf('run', 'RUN').join()).toContain('--owner=10001 --group=10001');
  });

  it('installs packages without what is recommended, and without their lists (DL3009, DL3014, DL3015)', () => {
    const installing = runs.filter((text) => text.includes('apt-get install'));
    expect(installing).toHaveLength(1);
    expect(installing[0]).toMatch(
      /update && apt-get install --yes --no-install-recommends .*rm -rf \/var\/lib\/apt\/lists\/\*/,
    );
  });

  it('uses neither ADD, nor sudo, cd or a pipe (DL3003, DL3004, DL3020, DL4006)', () => {
    expect(all.filter(({ name }) => ['ADD', 'MAINTAINER', 'SHELL'].includes(name))).toEqual([]);
    expect(runs.filter((text) => /\b(sudo|cd)\b|[^|]\|[^|]/.test(text))).toEqual([]);
  });

  it('has absolute working directories, and one command of each kind in JSON (DL3000, DL3025, DL4003)', () => {
    const directories = all.filter(({ name }) => name === 'WORKDIR').map(({ text }) => text);
    expect(directories.filter((text) => !text.startsWith('/'))).toEqual([]);
    for (const name of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const) {
      expect(textsOf('run', name)).toHaveLength(1);
      expect(wordsOf(name).length).toBeGreaterThan(1);
    }
    expect(wordsOf('ENTRYPOINT')).toEqual(['tini', '--']);
  });

  it('says what it is', () => {
    const labels = textsOf('run', 'LABEL').join();
    for (const name of ['title', 'description', 'licenses', 'version', 'revision']) {
      expect(labels).toContain(`org.opencontainers.image.${name}=`);
    }
    expect(textsOf('run', 'ARG')).toContain(`VERSION=${programVersion()}`);
  });
});

describe('what is not sent to the build', () => {
  it('is the same for Podman and Docker', () => {
    const [podman, docker] = ['.containerignore', '.dockerignore'].map((name) =>
      readFileSync(join(packageRoot(), name), 'utf8'),
    );
    expect(docker).toBe(podman);
    for (const path of ['.git', 'node_modules', 'dist', '**/.env', '**/secrets']) expect(podman).toContain(`${path}\n`);
  });
});

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly depends_on?: object;
  readonly healthcheck?: object;
  readonly image: string;
}

describe('compose.yaml', () => {
  const { services, secrets } = parse(readFileSync(join(packageRoot(), 'ops/container/compose.yaml'), 'utf8')) as {
    services: { server: Service; database: Service };
    secrets: object;
  };

  it('sets variables that the program reads, and its secrets as files', () => {
    const { environment } = services.server;
    const known = [...Object.keys(VARIABLES), ...SECRET_VARIABLES.map(fileVariable)];
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    expect(Object.keys(environment).filter((name) => (SECRET_VARIABLES as readonly string[]).includes(name))).toEqual(
      [],
    );
    const files = [environment, services.database.environment].flatMap((each) =>
      Object.entries(each).flatMap(([name, path]) =>
        name.endsWith('_FILE') ? [path.replace('/run/secrets/', '')] : [],
      ),
    );
    expect(files.sort()).toEqual(Object.keys(secrets).sort());
    expect([...services.server.secrets, ...services.database.secrets].sort()).toEqual(files);
  });

  it('has its secrets made, once', () => {
    const folder = emptyDirectory();
    cpSync(join(packageRoot(), 'ops/container'), folder, { recursive: true });
    const make = () => {
      execFileSync(join(folder, 'make-secrets'));
      const names = readdirSync(join(folder, 'secrets')).sort();
      return names.map((name) => [name, readFileSync(join(folder, 'secrets', name), 'utf8')] as const);
    };
    const made = make();
    expect(made.map(([name]) => name)).toEqual(Object.keys(secrets).sort());
    const { 'database-password': password = '', 'database-url': url = '' } = Object.fromEntries(made);
    expect(new URL(url).password).toBe(password.trim());
    expect(make()).toEqual(made);
    expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
  });

  it('starts the server on a read-only file system, after a healthy PostgreSQL 18', () => {
    expect(services.server).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      depends_on: { database: { condition: 'service_healthy' } },
    });
    expect(services.database).toMatchObject({ image: 'docker.io/library/postgres:18', healthcheck: expect.anything() });
  });
});
