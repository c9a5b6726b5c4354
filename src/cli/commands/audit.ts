import { Command, Option } from 'commander';
import type { VerifyOptions } from '#src/cli/actions/audit.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { type AuditAnchor, parseAnchor } from '#src/service/audit/anchor.ts';

/** `qbr audit verify` */
export function auditCommand(run: RunCommand): Command {
  return new Command('audit').description('verify the audit trail').addCommand(verifyCommand(run));
}

function verifyCommand(run: RunCommand): Command {
  return new Command('verify')
    .description('verify that no audit entry was changed, removed, inserted or moved; exits with 1 otherwise')
    .addOption(
      new Option(
        '--anchor <organization:id:hash>',
        'an anchor printed by an earlier verification, which must still match; repeatable',
      ).argParser((text: string, earlier: readonly AuditAnchor[] = []) => [...earlier, requireAnchor(text)]),
    )
    .addOption(jsonOption())
    .action((options: VerifyOptions) =>
      run('audit verify', async (...opened) => {
        const { printVerifications } = await import('#src/cli/actions/audit.ts');
        return printVerifications(...opened, options);
      }),
    );
}

function requireAnchor(text: string): AuditAnchor {
  const anchor = parseAnchor(text);
  if (anchor) return anchor;
  throw new InvalidParameterError('--anchor must be an anchor printed by qbr audit verify: organization:id:hash', {
    field: 'anchor',
  });
}
