import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';
import { emptyDirectory } from './directories.ts';
import { freePort } from './free-port.ts';

/** A reverse proxy of Debian. */
export type ReverseProxyName = 'nginx' | 'caddy';

/** Where Debian has them; nginx is not in every user's `PATH`. */
const PROGRAMS: Readonly<Record<ReverseProxyName, string>> = { nginx: '/usr/sbin/nginx', caddy: '/usr/bin/caddy' };

/** Whether a reverse proxy, and the program that makes its certificate, are installed. */
export function isInstalled(name: ReverseProxyName): boolean {
  return existsSync(PROGRAMS[name]) && existsSync('/usr/bin/openssl');
}

/** A reverse proxy with one of the examples of `ops/proxy`, on this machine. */
export interface ReverseProxy {
  /** `https://127.0.0.1:40123` */
  readonly origin: string;
  /** `http://127.0.0.1:40124`, where the example has one. */
  readonly plainOrigin: string;
  /** Its own certificate, in PEM. */
  readonly certificate: string;
  close(): Promise<void>;
}

interface Filled {
  readonly directory: string;
  readonly port: number;
  readonly plainPort: number;
  readonly upstreamPort: number;
}

/** Starts a reverse proxy as an example configures it; only hosts, ports and certificates are others. */
export async function startReverseProxy(
  name: ReverseProxyName,
  example: string,
  upstreamPort: number,
): Promise<ReverseProxy> {
  const directory = emptyDirectory();
  chmodSync(directory, 0o777);
  makeCertificate(directory);
  const filled = { directory, port: await freePort(), plainPort: await freePort(), upstreamPort };
  const text = readFileSync(join(packageRoot(), 'ops/proxy', example), 'utf8').replaceAll(
    '127.0.0.1:5400',
    `127.0.0.1:${upstreamPort}`,
  );
  const child = name === 'nginx' ? startNginx(text, filled) : startCaddy(text, filled);
  const ended = once(child, 'exit');
  await untilPrinted(child, name === 'nginx' ? 'start worker processes' : 'serving initial configuration');
  return {
    origin: `https://127.0.0.1:${filled.port}`,
    plainOrigin: `http://127.0.0.1:${filled.plainPort}`,
    certificate: readFileSync(join(directory, 'fullchain.pem'), 'utf8'),
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** `fullchain.pem` and `privkey.pem` for 127.0.0.1. */
function makeCertificate(directory: string): void {
  const files = ['-keyout', join(directory, 'privkey.pem'), '-out', join(directory, 'fullchain.pem')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...names, ...files], { stdio: 'ignore' });
}

function startNginx(example: string, { directory, port, plainPort }: Filled): ChildProcess {
  const site = example
    .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
    .replace('listen 443 ', `listen 127.0.0.1:${port} `)
    .replace(/\/etc\/letsencrypt\/live\/[^/]+/g, directory)
    .replace(/server_name .*;/g, 'server_name 127.0.0.1;');
  writeFileSync(join(directory, 'site.conf'), site);
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join('\n');
  writeFileSync(
    join(directory, 'nginx.conf'),
    `daemon off;\npid ${directory}/nginx.pid;\nerror_log stderr notice;\nworker_processes 1;\nevents {}\n` +
      `http {\naccess_log off;\n${folders}\ninclude site.conf;\n}\n`,
  );
  return spawn(PROGRAMS.nginx, ['-e', 'stderr', '-c', join(directory, 'nginx.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function startCaddy(example: string, { directory, port }: Filled): ChildProcess {
  const certificate = `tls ${directory}/fullchain.pem ${directory}/privkey.pem`;
  const sites = example.replace(/^qbr\.example\.com \{[\s\S]*?^\}/m, '');
  const site = sites.replace('www.example.com {', `https://127.0.0.1:${port} {\n\tbind 127.0.0.1\n\t${certificate}`);
  const global = '{\n\tadmin off\n\tauto_https disable_redirects\n}\n';
  writeFileSync(join(directory, 'Caddyfile'), global + site);
  return spawn(PROGRAMS.caddy, ['run', '--config', join(directory, 'Caddyfile')], {
    env: { HOME: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function untilPrinted(child: ChildProcess, text: string): Promise<void> {
  let printed = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        printed += part;
        if (printed.includes(text)) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`The proxy has ended: ${printed}`)));
  });
}
