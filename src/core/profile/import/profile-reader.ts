import type { NewProfile } from '../model/profile.ts';

/** How much of a file, unpacked, is looked at to find out what it is. */
export const PROFILE_PROBE_BYTES = 64 << 10;

/** The start of a file, unpacked. */
export interface ProbeHead {
  readonly bytes: Uint8Array;
  /** `bytes` as UTF-8 (as UTF-16 where a byte order mark says so); invalid sequences become U+FFFD. */
  readonly text: string;
  /** The head is the whole file. */
  readonly complete: boolean;
  /** File name without folder. A hint for words in messages, never proof. */
  readonly name: string;
}

export interface ProbeResult {
  /** 0: not this format. 1: certain. Above 0.5: the content has the marks of the format. */
  readonly score: number;
  /** What was seen, for the person who asks why. */
  readonly reasons: readonly string[];
}

export const NOT_THIS_PROFILE: ProbeResult = { score: 0, reasons: [] };

/** One format of profiles. A format is a folder beside this file and a line in `registry.ts`. */
export interface ProfileFormat {
  readonly id: string;
  /** "V8 CPU profile" */
  readonly label: string;
  /** Usual endings of file names, without dot: for file dialogs. */
  readonly extensions: readonly string[];
  probe(head: ProbeHead): ProbeResult;
  open(context: ProfileContext): ProfileReader;
}

export interface ProfileContext {
  readonly head: ProbeHead;
}

/**
 * Reads a file piece by piece. What is wrong with single records is counted in warnings; throws an `AppError`
 * (`file-damaged`) only when nothing sensible can follow.
 */
export interface ProfileReader {
  /**
   * Reads what is complete in `bytes[0..length)`.
   * @param final no bytes will follow
   * @returns how many bytes are done with; the rest comes again at the start of the next call with more behind it.
   *   A reader must get on with at most {@link MAX_PIECE_BYTES}.
   */
  consume(bytes: Uint8Array, length: number, final: boolean): number;
  /**
   * There is more to do with what was given: `consume` is called again, also at the end of the file. Lets a reader that needs
   * much at once work in turns.
   */
  readonly pending?: boolean;
  /** At least one profile. @throws {AppError} `file-damaged` when there is nothing in the file */
  finish(): readonly NewProfile[];
}

/** The most that a reader may ask to see at once. */
export const MAX_PIECE_BYTES = 256 << 20;
