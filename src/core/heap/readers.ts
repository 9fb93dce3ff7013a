import { AppError } from '#shared/contract/errors.ts';
import type { OpenedHeapFile } from './heap-file.ts';
import { dhatReader } from './dhat/dhat-reader.ts';
import { gcdumpReader } from './dotnet/gcdump-reader.ts';
import { goReader } from './go/go-reader.ts';
import { histoReader } from './histo/histo-reader.ts';
import { hprofReader } from './hprof/hprof-reader.ts';
import type { HeapProbe, HeapProgress, HeapReader } from './model/reader.ts';
import type { HeapSnapshot } from './model/snapshot.ts';
import { v8Reader } from './v8/v8-reader.ts';

/** Every format of heap snapshots that Loadstone opens. */
export const heapReaders: readonly HeapReader[] = [
  v8Reader,
  hprofReader,
  histoReader,
  goReader,
  dhatReader,
  gcdumpReader,
];

export interface HeapDetection {
  readonly reader: HeapReader;
  readonly probe: HeapProbe;
}

/** The reader that is surest of a file; null when none has seen the marks of its format. */
export function detectHeap({ head }: OpenedHeapFile): HeapDetection | null {
  let best: HeapDetection | null = null;
  for (const reader of heapReaders) {
    const probe = reader.probe(head);
    if (probe.score > (best?.probe.score ?? 0.5)) best = { reader, probe };
  }
  return best;
}

/**
 * Reads a file with the reader that knows it.
 * @throws {AppError} `file-not-recognised`, `file-damaged`, `cancelled`
 */
export async function readHeap(
  opened: OpenedHeapFile,
  signal: AbortSignal,
  progress: (progress: HeapProgress) => void = () => undefined,
): Promise<HeapSnapshot> {
  const found = detectHeap(opened);
  const { name } = opened.file;
  if (found === null) {
    throw new AppError('file-not-recognised', `${name} is no heap snapshot that Loadstone knows.`, {
      hint: `It reads ${heapReaders.map(({ label }) => label).join(', ')}.`,
    });
  }
  return readWith(found, opened, signal, progress);
}

/**
 * Reads a file with a reader that somebody has chosen.
 * @param format id of a reader
 * @throws {AppError} as {@link readHeap}; `bad-request` for an id that is none
 */
export async function readHeapAs(
  format: string,
  opened: OpenedHeapFile,
  signal: AbortSignal,
  progress: (progress: HeapProgress) => void,
): Promise<HeapSnapshot> {
  const reader = heapReaders.find(({ id }) => id === format);
  if (reader === undefined) throw new AppError('bad-request', `There is no heap format "${format}".`);
  return readWith({ reader, probe: reader.probe(opened.head) }, opened, signal, progress);
}

async function readWith(
  { reader, probe }: HeapDetection,
  { file, head }: OpenedHeapFile,
  signal: AbortSignal,
  progress: (progress: HeapProgress) => void,
): Promise<HeapSnapshot> {
  if (probe.refusal !== undefined)
    throw new AppError('file-not-recognised', `${file.name} cannot be read: ${probe.refusal}`);
  return reader.read(file, { head, signal, progress });
}
