import { setFlagsFromString } from 'node:v8';

/**
 * How V8 compiles the modules of PGlite and of Prisma's query compiler. Functions are compiled when they are called, which is
 * Node 22's default. They are optimized only when they have run some 50 times longer than by default: a start calls thousands of
 * functions for some milliseconds each, and optimizing them takes more time and memory than it saves. What queries keep calling
 * is optimized later. Figures: bench/start/README.md.
 */
const FLAGS = ['--wasm-lazy-compilation', '--wasm-tiering-budget=100000000'];

/** Sets how V8 compiles WebAssembly in this process; call it before a module is compiled. */
export function compileWasmLater(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
