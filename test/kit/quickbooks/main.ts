import { readFileSync } from 'node:fs';
import { ConnectorError } from './soap-client.ts';
import { type ConnectorSettings, update } from './web-connector.ts';

/**
 * The Web Connector in a process of its own: `node dist/test/kit/quickbooks/main.js FILE`. The file holds settings as JSON;
 * with `dieAt`, the process ends before the call of that number, without a word. Prints the result as JSON.
 */
const [file = ''] = process.argv.slice(2);
const { dieAt, ...settings } = JSON.parse(readFileSync(file, 'utf8')) as ConnectorSettings & {
  readonly dieAt?: number;
};

try {
  const result = await update({
    ...settings,
    beforeCall: ({ number }) => {
      if (number === dieAt) process.exit(9);
    },
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  if (!(error instanceof ConnectorError)) throw error;
  process.stdout.write(`${JSON.stringify({ error: error.message, status: error.status })}\n`);
  process.exitCode = 1;
}
