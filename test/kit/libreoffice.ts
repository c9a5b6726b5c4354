import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { emptyDirectory } from './directories.ts';

const PROGRAM = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));

/** Whether LibreOffice is installed (Debian: `libreoffice-calc-nogui`). */
export const hasLibreOffice = PROGRAM !== undefined;

/** 0: always. LibreOffice otherwise trusts the results in a file that it did not write itself. */
const RECALCULATE =
  '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>';
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${RECALCULATE}</oor:items>`;

/** Opens workbooks in LibreOffice, which computes every formula anew, and saves them as XLSX, by name. */
export async function recalculated(books: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Uint8Array>> {
  if (!PROGRAM) throw new Error('LibreOffice is not installed');
  const folder = emptyDirectory();
  try {
    await mkdir(join(folder, 'profile/user'), { recursive: true });
    await writeFile(join(folder, 'profile/user/registrymodifications.xcu'), SETTINGS);
    const files = [...books.keys()].map((name) => join(folder, `${name}.xlsx`));
    await Promise.all([...books].map(([name, bytes]) => writeFile(join(folder, `${name}.xlsx`), bytes)));
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
    const options = ['--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', join(folder, 'out')];
    await promisify(execFile)(PROGRAM, [profile, ...options, ...files], { timeout: 240_000 });
    const read = await Promise.all(
      [...books.keys()].map(async (name) => [name, await readFile(join(folder, `out/${name}.xlsx`))] as const),
    );
    return new Map(read);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
