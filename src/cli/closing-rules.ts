import type { App } from '#src/app.ts';
import type { ClosingRules } from '#src/service/periods/proposal.ts';

/** How many admins closing a month needs on this program. */
export function closingRules({ config }: Pick<App, 'config'>): ClosingRules {
  return { ...config.closing, users: config.auth.users };
}
