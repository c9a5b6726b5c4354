import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { withObjectStreams } from '#src/files/pdf-object-streams.ts';
import { hasPoppler, readPdf } from '../kit/poppler.ts';

/** As PDFKit writes it: pages of tagged paragraphs, more than one object stream holds. */
async function written(paragraphs: number): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    tagged: true,
    pdfVersion: '1.7',
    info: { Title: 'endstream (endobj) č', CreationDate: new Date(0) },
  });
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (let index = 0; index < paragraphs; index += 1) {
    root.add(pdf.struct('P', {}, () => pdf.text(`Paragraph ${index}: endobj, stream (endstream) \\ 1 0 obj`)));
  }
  root.end();
  pdf.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of pdf) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces);
}

describe('object streams', () => {
  it.skipIf(!hasPoppler)('change nothing that a reader sees (skipped without poppler-utils)', async () => {
    const plain = await written(700);
    const streamed = withObjectStreams(plain);
    const [before, after] = [await readPdf(plain), await readPdf(streamed)];
    expect({ ...after, info: { ...after.info, 'File size': before.info['File size'] } }).toEqual(before);
    expect([after.complaints, after.info['Title']]).toEqual(['', 'endstream (endobj) č']);
    expect(after.text).toContain('Paragraph 699:');
    expect(streamed.length).toBeLessThan(plain.length / 2);
    expect(Buffer.from(withObjectStreams(plain)).equals(streamed)).toBe(true);
  });

  it('are refused of a file that is not as PDFKit writes it', async () => {
    const plain = Buffer.from(await written(1));
    for (const other of [Buffer.from('%PDF-1.7\n'), plain.subarray(0, -20), withObjectStreams(plain)]) {
      expect(() => withObjectStreams(other)).toThrow(RangeError);
    }
  });
});
