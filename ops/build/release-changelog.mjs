// The npm script `version`, between the new number in package.json and the commit of `npm version` (CONTRIBUTING.md, Release a
// version): gives what is unreleased in CHANGELOG.md the version and the date of today (UTC).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { releasedChangelog } from './changelog.mjs';

const [description, changelog] = ['package.json', 'CHANGELOG.md'].map((name) =>
  fileURLToPath(new URL(`../../${name}`, import.meta.url)),
);
const { version } = JSON.parse(readFileSync(description, 'utf8'));
const today = new Date().toISOString().slice(0, 10);
try {
  writeFileSync(changelog, releasedChangelog(readFileSync(changelog, 'utf8'), { version, today }));
} catch ({ message }) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
