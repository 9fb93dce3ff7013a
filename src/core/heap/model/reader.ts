import type { ByteFeed } from '#core/io/unpack.ts';
import type { HeapRuntime } from '#shared/model/heap.ts';
import type { HeapSnapshot } from './snapshot.ts';

/** How much of a file, unpacked, is looked at to find out what it is. */
export const HEAP_PROBE_BYTES = 64 << 10;

/** The start of a file, unpacked. */
export interface HeapHead {
  readonly bytes: Uint8Array;
  /** `bytes` as UTF-8 (of UTF-16 with a byte order mark: that); invalid sequences become U+FFFD. */
  readonly text: string;
  /** The head is the whole file. */
  readonly complete: boolean;
  /** File name without folder: for messages, never proof. */
  readonly name: string;
}

export interface HeapProbe {
  /** 0: not this format. 1: certain. Above 0.5: the content has the marks of the format. */
  readonly score: number;
  readonly reasons: readonly string[];
  /** Why a file that is recognised cannot be read, and what to do: "an IBM PHD dump: …". */
  readonly refusal?: string;
}

export const NOT_THIS_HEAP: HeapProbe = { score: 0, reasons: [] };

/** A file as unpacked bytes that can be read again from the start: some formats take two passes. */
export interface HeapFile {
  readonly name: string;
  /** Bytes on disk, packed. */
  readonly packedBytes: number | null;
  /** Unpacked size; null where only unpacking would tell. Bounds what a header may claim. */
  readonly unpackedBytes: number | null;
  /** Unpacked bytes, from the start. One feed at a time; close it before the next. */
  open(): Promise<ByteFeed>;
}

export interface HeapProgress {
  /** `reading`, `building references`, `finding dominators` …: in the words of the person. */
  readonly phase: string;
  /** 0..1 of the phase; null where it is not known. */
  readonly share: number | null;
}

export interface HeapReadContext {
  readonly head: HeapHead;
  readonly signal: AbortSignal;
  readonly progress: (progress: HeapProgress) => void;
}

/** One format of heap snapshots. */
export interface HeapReader {
  readonly id: string;
  /** "V8 heap snapshot" */
  readonly label: string;
  readonly runtime: HeapRuntime;
  /** How often it reads the file from the start; once if it does not say. */
  readonly passes?: number;
  probe(head: HeapHead): HeapProbe;
  /**
   * Reads as much as makes sense; what was left out is said in the warnings of the facts.
   * @throws {AppError} `file-damaged` when nothing sensible can follow, `cancelled`
   */
  read(file: HeapFile, context: HeapReadContext): Promise<HeapSnapshot>;
}
