import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readPresentationContent, UnknownFormatError } from '#src/core/presentation/content.ts';
import { presentationText } from '#src/core/presentation/text.ts';
import { writePack } from '#src/files/pack-writer.ts';
import { canonicalDigest } from '#src/service/canonical-json.ts';
import { type FrozenPack, thawPack } from '#src/service/presentation/frozen-pack.ts';

const file = (name: string) => fileURLToPath(new URL(`./formats/${name}`, import.meta.url));

/** A month as the first version froze it: what is added here is never changed, whatever becomes of formulas and displays. */
const FORMATS = ['qbr-presentation-1'];

it.each(FORMATS)('a presentation of the format %s opens as it was', async (format) => {
  const content = readPresentationContent(
    JSON.parse(inflateRawSync(readFileSync(file(`${format}.json.deflated`))).toString()),
  );
  const text = readFileSync(file(`${format}.txt`), 'utf8');
  expect(`${presentationText(content, canonicalDigest(content))}\n`).toBe(text);
  const { smartNumbers, asOf } = thawPack(content.pack as FrozenPack);
  expect([smartNumbers.length, asOf instanceof Date]).toEqual([5, true]);
  const pack = await writePack(
    { content: thawPack(content.pack as FrozenPack), digest: canonicalDigest(content) },
    'a4',
  );
  expect(Buffer.from(pack.subarray(0, 8)).toString()).toBe('%PDF-1.7');
});

it('a presentation of a later format is refused by its name', () => {
  expect(() => readPresentationContent({ format: 'qbr-presentation-9' })).toThrow(UnknownFormatError);
});
