import { AppError } from '#shared/contract/errors.ts';
import type { NewProfile } from '../../model/profile.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { CHUNK_HEADER_BYTES, chunkHeader, JfrChunk, type ChunkHeader } from './jfr-chunk.ts';
import { JfrOutOfBytes } from './jfr-cursor.ts';
import { JfrRecording } from './jfr-recording.ts';

/**
 * Recordings of Java Flight Recorder 2.x: of the JDK, of async-profiler, of Datadog's agent. Each kind of event that has
 * stacks is a profile. What processes, properties and environments were called is never read.
 */
export const jfr: ProfileFormat = {
  id: 'jfr',
  label: 'Java Flight Recorder',
  extensions: ['jfr'],
  probe,
  open: (context) => new JfrReader(context),
};

/** A chunk is read as a whole, because its constants stand at its end. */
const LARGEST_CHUNK = 512 << 20;
/** Work that is done before others get their turn. */
const TURN_MS = 40;
const EVENTS_BETWEEN_LOOKS = 500;

function probe({ bytes }: ProbeHead): ProbeResult {
  const isOne = bytes[0] === 0x46 && bytes[1] === 0x4c && bytes[2] === 0x52 && bytes[3] === 0;
  return isOne
    ? { score: 0.99, reasons: ['begins with FLR, the mark of Flight Recorder'] }
    : NOT_THIS_PROFILE;
}

class JfrReader implements ProfileReader {
  private readonly recording: JfrRecording;
  private chunk: JfrChunk | null = null;
  /** Bytes of the chunk at hand. */
  private size = 0;
  private chunks = 0;
  private damage = 0;
  private cut = false;
  /** What follows is no chunk. */
  private lost = false;
  pending = false;

  constructor({ head }: ProfileContext) {
    this.recording = new JfrRecording(head.name);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const until = performance.now() + TURN_MS;
    this.pending = false;
    let at = 0;
    for (;;) {
      if (at > 0 && performance.now() > until) {
        this.pending = true;
        return at;
      }
      if (this.chunk === null && (this.lost || !this.open(bytes, at, length, final)))
        return final || this.lost ? length : at;
      if (this.chunk !== null) {
        this.chunk.moveTo(bytes.subarray(at));
        if (!this.read(this.chunk, until)) {
          this.pending = true;
          return at;
        }
        this.chunk = null;
      }
      at += this.size;
    }
  }

  finish(): readonly NewProfile[] {
    return this.recording.finish({ chunks: this.chunks, damaged: this.damage, cut: this.cut || this.lost });
  }

  /**
   * Begins with the chunk at a place; where it makes no sense there is none and it is passed over.
   * @returns false when more bytes are needed, or none will come
   */
  private open(bytes: Uint8Array, at: number, length: number, final: boolean): boolean {
    const rest = length - at;
    if (rest < CHUNK_HEADER_BYTES) {
      this.cut ||= final && rest > 0;
      return false;
    }
    const header = chunkHeader(bytes, at);
    if (header === null) {
      if (this.chunks === 0) throw damaged('it has no chunk where one should begin');
      // Nothing says where the next chunk begins.
      this.lost = true;
      return false;
    }
    checkVersion(header);
    const unfinished = header.size < CHUNK_HEADER_BYTES;
    if (header.size > LARGEST_CHUNK || (unfinished && rest > LARGEST_CHUNK)) {
      throw new AppError(
        'file-damaged',
        `A chunk of this recording has ${Math.round(Math.max(header.size, rest) / 2 ** 20)} MB; at most ${LARGEST_CHUNK >> 20} MB can be read at once.`,
        { hint: 'Split it: jfr disassemble --max-size 100m FILE' },
      );
    }
    if (!final && (unfinished || rest < header.size)) return false;
    this.chunks++;
    this.size = unfinished ? rest : Math.min(rest, header.size);
    this.cut ||= unfinished || rest < header.size;
    try {
      this.chunk = new JfrChunk(bytes.subarray(at), this.size, header);
      this.recording.begin(this.chunk);
    } catch (error) {
      if (!(error instanceof JfrOutOfBytes)) throw error;
      this.chunk = null;
      this.damage++;
    }
    return true;
  }

  /** @returns whether the chunk is done with */
  private read(chunk: JfrChunk, until: number): boolean {
    try {
      for (;;) {
        for (let i = 0; i < EVENTS_BETWEEN_LOOKS; i++) if (!this.recording.next(chunk)) return true;
        if (performance.now() > until) return false;
      }
    } catch (error) {
      if (!(error instanceof JfrOutOfBytes)) throw error;
      this.damage++;
      return true;
    }
  }
}

function checkVersion({ major, minor }: ChunkHeader): void {
  if (major === 2) return;
  const tools = major === 0 ? 'Oracle JDK 7 and 8' : major === 1 ? 'JDK 9 and 10' : 'a newer tool';
  throw new AppError(
    'file-not-recognised',
    `This recording is in version ${major}.${minor} of the format of Flight Recorder, of ${tools}; version 2 can be read.`,
    {
      hint:
        major < 2
          ? 'Record with OpenJDK 8u262, JDK 11 or newer, or with async-profiler; JDK Mission Control opens old recordings.'
          : 'Look for a newer version of Loadstone.',
    },
  );
}

function damaged(why: string): AppError {
  return new AppError('file-damaged', `This recording of Flight Recorder is damaged: ${why}.`, {
    hint: 'Copy it again, or dump it again: jcmd PID JFR.dump filename=FILE',
  });
}
