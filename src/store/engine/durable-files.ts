import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { flush } from './flush.ts';

/** The part of Emscripten's NODEFS, as PGlite's build has it, that its own types leave out. */
interface NodeFileSystem {
  readonly stream_ops: { fsync?: (stream: OpenFile) => number };
  realPath(node: object): string;
}

interface OpenFile {
  /** The descriptor; directories have none. */
  readonly nfd?: number;
  readonly node: object;
}

/**
 * The files of an embedded database, written so that a commit survives a power failure.
 *
 * PGlite 0.5 writes its files with ordinary synchronous calls, so a committed transaction survives the kill of the process:
 * PostgreSQL's recovery runs at the next open. But PGlite starts with fsync off, and its file system implements no fsync, so a
 * power failure could lose commits or, worse, keep a page whose log is lost. With fsync on and implemented here, each commit
 * costs one real fsync of the log.
 */
export class DurableFiles extends NodeFS {
  override async init(...parameters: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...parameters);
    const addFsync = (module: { readonly NODEFS: unknown }): void => {
      const files = module.NODEFS as NodeFileSystem;
      files.stream_ops.fsync = (file) => {
        if (file.nfd === undefined) flush(files.realPath(file.node));
        else fsyncSync(file.nfd);
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } };
  }
}
