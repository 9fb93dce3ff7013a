import { AppError } from '#shared/contract/errors.ts';
import { wholeFile } from '../whole-file.ts';
import {
  NOT_THIS_HEAP,
  type HeapFile,
  type HeapHead,
  type HeapProbe,
  type HeapReadContext,
  type HeapReader,
} from '../model/reader.ts';
import type { ClassesSnapshot } from '../model/snapshot.ts';
import type { ClassRow } from '../model/snapshot-tables.ts';
import { dhatFile, dhatSites, type DhatFile } from './dhat-profile.ts';

/** DHAT of Valgrind and of dhat-rs: what native programs had not freed at their end, by the function that allocated it. */
export const dhatReader: HeapReader = {
  id: 'dhat',
  label: 'DHAT heap profile',
  runtime: 'native',
  probe,
  read,
};

/** Such files hold stacks, not blocks: more is no DHAT file that anybody could have looked at. */
const MAX_BYTES = 256 << 20;

function probe({ text }: HeapHead): HeapProbe {
  if (!/^\s*\{/u.test(text) || !/"dhatFileVersion"\s*:/u.test(text)) return NOT_THIS_HEAP;
  return { score: 0.97, reasons: ['JSON with "dhatFileVersion"'] };
}

async function read(file: HeapFile, { signal, progress }: HeapReadContext): Promise<ClassesSnapshot> {
  const { bytes, damage } = await wholeFile(file, signal, MAX_BYTES);
  progress({ phase: 'Adding up sites', share: null });
  const dhat = parsed(file.name, bytes, damage);
  const sites = dhatSites(dhat);
  const classes = sites.map(({ name, blocks, bytes: alive }): ClassRow => ({
    key: name,
    name,
    family: 'native',
    count: blocks,
    selfBytes: alive,
    retainedBytes: null,
  }));
  return {
    kind: 'classes',
    classes,
    facts: {
      format: dhatReader.id,
      runtime: 'native',
      version: `DHAT ${String(dhat.dhatFileVersion)} (${dhat.mode})`,
      nodes: null,
      edges: null,
      selfBytes: sites.reduce((sum, site) => sum + site.bytes, 0),
      takenAtMs: null,
      stableIds: false,
      warnings: [
        {
          code: 'end-of-program',
          message:
            'It shows what had not been freed when the program ended. There are no objects and no references in it.',
        },
      ],
    },
  };
}

function parsed(name: string, bytes: Uint8Array, damage: string | null): DhatFile {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const why = damage ?? (error instanceof Error ? error.message : String(error));
    throw new AppError('file-damaged', `${name} is a DHAT file, but damaged: ${why}.`, {
      hint: 'Its names stand at its end, so that nothing can be read of a part. Record it again.',
      cause: error,
    });
  }
  const dhat = dhatFile(json);
  if (dhat === null) {
    throw new AppError(
      'file-damaged',
      `${name} is no DHAT file of version 2, or lacks what such files have.`,
      {
        hint: 'Record it with Valgrind 3.17 or newer, or with dhat-rs.',
      },
    );
  }
  if (!dhat.bklt) {
    throw new AppError(
      'file-not-recognised',
      `${name} is a DHAT file of mode "${dhat.mode}": it counts events, not memory.`,
      {
        hint: 'Record it with --mode=heap.',
      },
    );
  }
  return dhat;
}
