import { AppError } from '#shared/contract/errors.ts';
import {
  NOT_THIS_HEAP,
  type HeapFile,
  type HeapHead,
  type HeapProbe,
  type HeapReadContext,
  type HeapReader,
} from '../model/reader.ts';
import type { ClassesSnapshot, SnapshotWarning } from '../model/snapshot.ts';
import type { ClassRow } from '../model/snapshot-tables.ts';
import { goHeapProfile, type GoHeapProfile } from './go-heap-profile.ts';
import { NotProtobuf, protobufFields } from './protobuf-fields.ts';
import { wholeFile } from '../whole-file.ts';

/** Heap profiles in pprof's format: bytes alive by the function that allocated them. */
export const goReader: HeapReader = {
  id: 'go-heap',
  label: 'Go heap profile (pprof)',
  runtime: 'go',
  probe,
  read,
};

/** Profiles are small: they hold stacks, not objects. */
const MAX_BYTES = 512 << 20;
/** Fields that a profile has. */
const LAST_FIELD = 15;

function probe({ bytes, text, complete }: HeapHead): HeapProbe {
  let types = 0;
  try {
    for (const { number, bytes: body } of protobufFields(bytes, !complete)) {
      if (number > LAST_FIELD) return NOT_THIS_HEAP;
      if (number === 1 && body !== null) types += 1;
    }
  } catch (error) {
    if (error instanceof NotProtobuf) return NOT_THIS_HEAP;
    throw error;
  }
  if (text.includes('inuse_space')) return { score: 0.95, reasons: ['a pprof profile with "inuse_space"'] };
  if (text.includes('objects') && text.includes('space') && types === 2) {
    return { score: 0.9, reasons: ['a pprof profile with "objects" and "space"'] };
  }
  // The names stand at the end of long files; four kinds of samples are what heap profiles have.
  if (!complete && types === 4)
    return { score: 0.6, reasons: ['a pprof profile with four kinds of samples'] };
  return NOT_THIS_HEAP;
}

async function read(file: HeapFile, { signal, progress }: HeapReadContext): Promise<ClassesSnapshot> {
  const { bytes, damage } = await wholeFile(file, signal, MAX_BYTES);
  progress({ phase: 'Adding up sites', share: null });
  const profile = decoded(file.name, bytes, damage);
  const classes = [...profile.sites]
    .filter(([, { objects, bytes: alive }]) => objects !== 0 || alive !== 0)
    .map(([name, { objects, bytes: alive }]): ClassRow => ({
      key: name,
      name,
      family: 'object',
      count: objects,
      selfBytes: alive,
      retainedBytes: null,
    }))
    .sort((a, b) => b.selfBytes - a.selfBytes || (a.key < b.key ? -1 : 1));
  return {
    kind: 'classes',
    classes,
    facts: {
      format: goReader.id,
      runtime: profile.sampleTypes.includes('inuse_space') ? 'go' : 'unknown',
      version: null,
      nodes: null,
      edges: null,
      selfBytes: profile.totalBytes,
      takenAtMs: profile.takenAtMs,
      stableIds: false,
      warnings: warningsOf(profile),
    },
  };
}

function decoded(name: string, bytes: Uint8Array, damage: string | null): GoHeapProfile {
  let profile: GoHeapProfile | null;
  try {
    profile = goHeapProfile(bytes);
  } catch (error) {
    if (!(error instanceof NotProtobuf)) throw error;
    throw new AppError(
      'file-damaged',
      `${name} is a pprof profile, but damaged: ${damage ?? error.message}.`,
      {
        hint: 'Its names stand at its end, so that nothing can be read of a part. Take it again: /debug/pprof/heap',
        cause: error,
      },
    );
  }
  if (profile === null) {
    throw new AppError('file-not-recognised', `${name} is a pprof profile, but not of a heap.`, {
      hint: 'Open it as a profile, or take /debug/pprof/heap.',
    });
  }
  return profile;
}

function warningsOf({ periodBytes }: GoHeapProfile): SnapshotWarning[] {
  const every = periodBytes === null ? '' : `, about one in ${periodBytes.toLocaleString('en')} bytes`;
  return [
    {
      code: 'sampled',
      message: `Allocations are sampled${every}: counts and bytes are estimates. There are no objects and no references in it.`,
    },
  ];
}
