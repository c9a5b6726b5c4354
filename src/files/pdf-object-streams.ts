import { deflateSync } from 'node:zlib';

/** Objects of one stream: readers inflate a stream whole to reach any of them. */
const OBJECTS_OF_STREAM = 200;
/** Bytes of an entry's fields: its kind, an offset or a stream's number, and a place in that stream. */
const FIELDS = [1, 4, 2] as const;

/** An object of a PDF, without its frame. */
interface PdfObject {
  readonly id: number;
  readonly body: string;
}

/** Where an object is: at an offset of the file, or at a place in an object stream. */
type Entry = readonly [kind: 0 | 1 | 2, at: number, index: number];

/**
 * The same PDF with its objects in compressed streams (ISO 32000-1, 7.5.7), which PDFKit does not write: the thousands of small
 * elements of a tagged table take a third of the file. For files as PDFKit writes them: one table of offsets, generation 0, not encrypted.
 * @throws RangeError for any other
 */
export function withObjectStreams(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const tableAt = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? Number.NaN);
  const trailer = text.slice(text.indexOf('trailer', tableAt));
  const [root, info, id] = [/\/Root (\d+ 0 R)/, /\/Info (\d+ 0 R)/, /\/ID (\[[^\]]*\])/].map(
    (part) => part.exec(trailer)?.[1],
  );
  const objects = objectsOf(text, tableAt);
  if (!root || !info || !id || objects.length === 0) throw new RangeError('Not a PDF as PDFKit writes it');
  const written = createWriter(text.slice(0, headerLength(text)));
  const small = objects.filter(({ body }) => !body.endsWith('endstream'));
  for (const object of objects) if (object.body.endsWith('endstream')) written.add(object);
  let next = objects.length + 1;
  for (let at = 0; at < small.length; at += OBJECTS_OF_STREAM) {
    written.addStream(next, small.slice(at, at + OBJECTS_OF_STREAM));
    next += 1;
  }
  return written.end(next, `/Root ${root} /Info ${info} /ID ${id}`);
}

/** The version and the line that says that the file is binary. */
function headerLength(text: string): number {
  return text.indexOf('\n', text.indexOf('\n') + 1) + 1;
}

function objectsOf(text: string, tableAt: number): PdfObject[] {
  const offsets = [...text.slice(tableAt).matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
  const inOrder = [...offsets].sort((a, b) => a - b);
  const endOf = new Map(inOrder.map((offset, index) => [offset, inOrder[index + 1] ?? tableAt]));
  return offsets.map((offset, index) => {
    const frame = /^(\d+) 0 obj\n([\s\S]*)\nendobj\s*$/.exec(text.slice(offset, endOf.get(offset)));
    if (Number(frame?.[1]) !== index + 1) throw new RangeError(`No object ${index + 1} at ${offset}`);
    return { id: index + 1, body: frame?.[2] ?? '' };
  });
}

function createWriter(header: string) {
  const pieces = [Buffer.from(header, 'latin1')];
  const entries = new Map<number, Entry>([[0, [0, 0, 65_535]]]);
  let length = header.length;
  const append = (text: string): void => {
    const piece = Buffer.from(text, 'latin1');
    pieces.push(piece);
    length += piece.length;
  };
  const add = ({ id, body }: PdfObject): void => {
    entries.set(id, [1, length, 0]);
    append(`${id} 0 obj\n${body}\nendobj\n`);
  };
  return {
    add,
    /** Writes objects as a stream of that number: their numbers with the offset of each, then one after the other. */
    addStream(id: number, objects: readonly PdfObject[]): void {
      let offset = 0;
      const numbers = objects.map((object, index) => {
        entries.set(object.id, [2, id, index]);
        const text = `${object.id} ${offset}`;
        offset += object.body.length + 1;
        return text;
      });
      const first = `${numbers.join(' ')}\n`;
      const bodies = objects.map(({ body }) => `${body}\n`).join('');
      const about = `/Type /ObjStm /N ${objects.length} /First ${first.length}`;
      add({ id, body: streamOf(about, Buffer.from(first + bodies, 'latin1')) });
    },
    /** Writes where every object is, as an object of that number, and ends the file. */
    end(id: number, about: string): Uint8Array {
      const start = length;
      entries.set(id, [1, start, 0]);
      const table = Buffer.concat(Array.from({ length: id + 1 }, (_, each) => entryBytes(entries.get(each))));
      add({ id, body: streamOf(`/Type /XRef /Size ${id + 1} /W [${FIELDS.join(' ')}] ${about}`, table) });
      append(`startxref\n${start}\n%%EOF\n`);
      return Buffer.concat(pieces);
    },
  };
}

function streamOf(about: string, content: Uint8Array): string {
  const deflated = deflateSync(content);
  const dictionary = `<< ${about} /Filter /FlateDecode /Length ${deflated.length} >>`;
  return `${dictionary}\nstream\n${deflated.toString('latin1')}\nendstream`;
}

function entryBytes(entry: Entry = [0, 0, 65_535]): Uint8Array {
  const bytes = Buffer.alloc(FIELDS[0] + FIELDS[1] + FIELDS[2]);
  bytes.writeUIntBE(entry[0], 0, FIELDS[0]);
  bytes.writeUIntBE(entry[1], FIELDS[0], FIELDS[1]);
  bytes.writeUIntBE(entry[2], FIELDS[0] + FIELDS[1], FIELDS[2]);
  return bytes;
}
