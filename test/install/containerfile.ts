import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';

/** One instruction of a stage: `RUN`, and what follows it on one line. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The stages of `ops/container/Containerfile` by name, in their order; what stands before the first one is of the stage ''. */
export function stages(): ReadonlyMap<string, readonly Instruction[]> {
  const lines = readFileSync(join(packageRoot(), 'ops/container/Containerfile'), 'utf8')
    .replace(/^ *#.*\n/gm, '')
    .replace(/ *\\\n */g, ' ')
    .split('\n');
  let stage: Instruction[] = [];
  const found = new Map([['', stage]]);
  for (const line of lines) {
    const [, name = '', text = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      stage = [];
      found.set(text.split(' AS ')[1] ?? '', stage);
    }
    if (name !== '') stage.push({ name, text });
  }
  return found;
}

/** What a stage has of an instruction. */
export function textsOf(stage: string, name: string): string[] {
  const instructions = stages().get(stage) ?? [];
  return instructions.filter((each) => each.name === name).map(({ text }) => text);
}

/** The words of the last `CMD` or `ENTRYPOINT`, or of the command of `HEALTHCHECK`, in their JSON form. */
export function wordsOf(name: 'CMD' | 'ENTRYPOINT' | 'HEALTHCHECK'): string[] {
  const text = textsOf('run', name).at(-1) ?? '';
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}
