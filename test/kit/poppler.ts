import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emptyDirectory } from './directories.ts';

const FOLDER = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].find((path) => existsSync(join(path, 'pdftotext')));

/** Whether poppler's programs are installed (Debian: `poppler-utils`). */
export const hasPoppler = FOLDER !== undefined;

/** A PDF as poppler reads it. */
export interface ReadPdf {
  /** The text in the order in which the file has it, which is that of its structure. */
  readonly text: string;
  /** The text as it stands on the pages. */
  readonly layout: string;
  /** `pdfinfo` by name: `Tagged` is `yes`. */
  readonly info: Readonly<Record<string, string>>;
  /** The structure with its texts, an element a line. */
  readonly structure: string;
  readonly fonts: readonly { readonly name: string; readonly isEmbedded: boolean; readonly isSubset: boolean }[];
  /** Words that reach over an edge of their page. */
  readonly outside: readonly string[];
  /** What any of the programs complained about. */
  readonly complaints: string;
}

/** Reads a PDF with poppler. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  if (!FOLDER) throw new Error('poppler is not installed');
  const folder = emptyDirectory();
  const file = join(folder, 'read.pdf');
  await writeFile(file, bytes);
  let complaints = '';
  const run = async (program: string, ...args: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(join(FOLDER, program), args, { maxBuffer: 64 * 1024 * 1024 });
    complaints += stderr;
    return stdout;
  };
  try {
    const text = await run('pdftotext', '-raw', file, '-');
    const layout = await run('pdftotext', '-layout', file, '-');
    const info = await run('pdfinfo', file);
    const structure = await run('pdfinfo', '-struct-text', file);
    const fonts = await run('pdffonts', file);
    const outside = outsideOf(await run('pdftotext', '-bbox', file, '-'));
    return {
      outside,
      text,
      layout,
      structure,
      info: informed(info),
      fonts: fonts.split('\n').slice(2).flatMap(fontOf),
      complaints,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function informed(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

function fontOf(line: string): ReadPdf['fonts'] {
  const [, name, embedded, subset] = /^(\S+)\s.*\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, isEmbedded: embedded === 'yes', isSubset: subset === 'yes' }];
}

/** @param boxes of `pdftotext -bbox` */
function outsideOf(boxes: string): string[] {
  return boxes.split('<page ').flatMap((page) => {
    const [, width = '0', height = '0'] = /^width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
    const words = page.matchAll(
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/g,
    );
    return [...words].flatMap(([, xMin, yMin, xMax, yMax, word = '']) => {
      const isInside =
        Number(xMin) >= 0 && Number(yMin) >= 0 && Number(xMax) <= Number(width) && Number(yMax) <= Number(height);
      return isInside ? [] : [word];
    });
  });
}
