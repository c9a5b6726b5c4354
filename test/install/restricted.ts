import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Installed, NOBODY, UNPRIVILEGED, writableDirectory } from './installed.ts';
import { allowedSystemCalls, has, readUnit, settingsOf } from './systemd.ts';

/** Why no unit can be run as restricted here; null where it can. */
export function objectionToRestrictions(): string | null {
  if (UNPRIVILEGED.user === undefined) return 'only root makes mounts';
  if (!has('systemd-analyze', '--version') || !has('systemd-notify', '--version')) return 'no systemd';
  if (!has('strace', 'true')) return 'no strace, or it may not trace';
  return has('unshare', '--mount', 'true') ? null : 'no mounts of its own';
}

/**
 * `ProtectSystem=strict`: every file system is read-only but the state's folder. `$1` is that folder, the rest is the command.
 * The kernel's own file systems stay as they are.
 */
const READ_ONLY = `
state=$1; shift
mount --bind "$state" "$state"
for target in $(cut -d" " -f5 /proc/self/mountinfo); do
  case $target in "$state" | /proc | /proc/* | /sys | /sys/* | /dev | /dev/pts | /dev/mqueue) continue ;; esac
  mount -o remount,bind,ro "$target" || exit 1
done
exec "$@"`;

/** Receives what systemd would: a datagram socket at the path that is its argument, each message printed. */
const RECEIVER = `
use Socket; $| = 1;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0); bind($socket, pack_sockaddr_un($ARGV[0])) or die; chmod 0777, $ARGV[0];
print "bound\\n";
while (defined recv($socket, my $message, 4096, 0)) { print "$message\\n" }`;

/** A folder for a unit's state, and what the unit's command says and may. */
export class RestrictedUnits {
  /** `/var/lib` of the units. */
  readonly state = writableDirectory();
  readonly notifications = join(this.state, 'notify');
  private readonly installed: Installed;

  constructor(installed: Installed) {
    this.installed = installed;
    mkdirSync(join(this.state, 'qbr/backups'), { recursive: true });
    for (const folder of ['qbr', 'qbr/backups']) chownSync(join(this.state, folder), NOBODY, NOBODY);
  }

  /** Starts the command of a unit as its restrictions leave it. A system call that is not allowed fails with EPERM and is traced. */
  start(name: string, environment: Readonly<Record<string, string>>): ChildProcess {
    const unit = readUnit(name);
    const [command = ''] = settingsOf(unit, 'ExecStart').map((line) => this.filled(line));
    const variables = settingsOf(unit, 'Environment').map((line) => this.filled(line).split('=') as [string, string]);
    const denied = `!${[...allowedSystemCalls(unit)].map((call) => `?${call}`).join(',')}`;
    const [memory = ''] = settingsOf(unit, 'MemoryMax');
    const restricted = [
      // The units' limit is of all memory that is used; this one is of what a process may write to.
      ...['prlimit', `--data=${1_048_576 * Number.parseInt(memory, 10)}`],
      ...['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs'],
      ...['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'],
      ...['strace', '--daemonize', '--follow-forks', '--seccomp-bpf', '--quiet=all', `--output=${this.traceOf(name)}`],
      ...[`--trace=${denied}`, `--inject=${denied}:error=EPERM`],
    ];
    // As systemd splits it, and `$$` is `$`.
    const words = [...command.replaceAll('$$', '$').matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, word]) => quoted ?? word ?? '',
    );
    const args = ['--mount', '--propagation=private', 'sh', '-c', READ_ONLY, 'sh', this.state, ...restricted, ...words];
    return spawn('unshare', args, {
      cwd: join(this.state, 'qbr'),
      env: { PATH: process.env['PATH'] ?? '', ...Object.fromEntries(variables), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Receives the notifications of the units. */
  receive(): ChildProcess {
    return spawn('perl', ['-e', RECEIVER, this.notifications], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  /** The system calls that a unit made and was not allowed. */
  deniedCalls(name: string): string[] {
    const calls = readFileSync(this.traceOf(name), 'utf8').matchAll(/^\d+ +(\w+)\(.*\(INJECTED\)$/gm);
    return [...new Set([...calls].map(([, call = '']) => call))];
  }

  private traceOf(name: string): string {
    return join(this.state, `${name}.trace`);
  }

  private filled(line: string): string {
    return line
      .replaceAll('%S', this.state)
      .replaceAll('%%', '%')
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('/opt/qbr', this.installed.folder);
  }
}

/** What a process prints. */
export function linesOf(child: ChildProcess): { until(text: string): Promise<string> } {
  let printed = '';
  const watchers = new Set<() => void>();
  const took = (text: string): void => {
    printed += text;
    for (const watch of watchers) watch();
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', took);
  return {
    until: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => printed.includes(text) && resolve(printed);
        watchers.add(watch);
        watch();
        child.once('close', () => reject(new Error(`Ended before ${text}: ${printed}`)));
      }),
  };
}
