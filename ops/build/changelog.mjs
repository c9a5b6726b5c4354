const UNRELEASED = '## Unreleased\n';

/**
 * The text of CHANGELOG.md in which what was unreleased is a version of today. The newest version, where nothing came since, is
 * dated anew.
 * @throws Error where nothing is unreleased
 */
export function releasedChangelog(text, { version, today }) {
  const [before, after, ...others] = text.split(UNRELEASED);
  if (after === undefined || others.length > 0) throw new Error('CHANGELOG.md has not one heading "Unreleased"');
  const [content, ...earlier] = after.split(/^(?=## )/m);
  const isThis = (section) => section.startsWith(`## ${version} - `);
  const [newest = '', ...rest] = earlier;
  if (content.trim() === '' && isThis(newest)) {
    return [before, UNRELEASED, content, newest.replace(/^.*$/m, `## ${version} - ${today}`), ...rest].join('');
  }
  if (content.trim() === '')
    throw new Error('CHANGELOG.md says nothing under "Unreleased" of what this version brings');
  if (earlier.some(isThis)) throw new Error(`CHANGELOG.md has version ${version} already`);
  return [before, UNRELEASED, `\n## ${version} - ${today}\n`, content, ...earlier].join('');
}
