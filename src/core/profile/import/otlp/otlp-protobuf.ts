import { AppError } from '#shared/contract/errors.ts';
import type { NewProfile } from '../../model/profile.ts';
import { BadWire, OutOfBytes, WireCursor } from '../pprof/wire.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { readDictionary, readResourceProfiles, type Decode } from './otlp-messages.ts';
import { otlpProfiles } from './otlp-profile.ts';
import { OtlpTables } from './otlp-tables.ts';

/** Profiles of OpenTelemetry in Protocol Buffers (opentelemetry-proto, profiles v1development, with a dictionary). */
export const otlpProtobuf: ProfileFormat = {
  id: 'otlp',
  label: 'OTLP profiles',
  extensions: ['otlp', 'pb'],
  probe,
  open: (context) => new OtlpReader(context),
};

/** Down to the first profile: resource_profiles, scope_profiles, profiles, and in that one what it measures. */
function probe({ bytes }: ProbeHead): ProbeResult {
  const cursor = new WireCursor(bytes, 0, bytes.length);
  try {
    for (const wanted of [1, 2, 2, 1]) {
      if (!enter(cursor, wanted)) return NOT_THIS_PROFILE;
    }
    // A ValueType begins with the number of a text.
    const tag = cursor.tag();
    return tag === 0x08 || tag === 0x10
      ? { score: 0.9, reasons: ['nested records of resources, scopes, profiles and what they measure'] }
      : NOT_THIS_PROFILE;
  } catch (error) {
    if (error instanceof OutOfBytes || error instanceof BadWire) return NOT_THIS_PROFILE;
    throw error;
  }
}

/** Goes into the next message with the field number, past others; it may end behind the bytes at hand. */
function enter(cursor: WireCursor, wanted: number): boolean {
  for (;;) {
    const tag = cursor.tag();
    if ((tag & 7) !== 2) return false;
    if (tag >>> 3 === wanted) return cursor.unsigned() > 0;
    if (tag >>> 3 > 3) return false;
    cursor.skip(2);
  }
}

class OtlpReader implements ProfileReader {
  private readonly name: string;
  private readonly tables = new OtlpTables();
  private readonly decoder = new TextDecoder();
  private cut = false;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const cursor = new WireCursor(bytes, 0, length);
    const decode = (start: number, end: number): string => this.decoder.decode(bytes.subarray(start, end));
    let done = 0;
    try {
      while (cursor.more) {
        const tag = cursor.tag();
        if (tag === 0x0a || tag === 0x12) {
          // Messages are read when they are complete: half of one must not stay in the tables.
          const end = cursor.length();
          this.message(
            tag === 0x0a ? readResourceProfiles : readDictionary,
            new WireCursor(bytes, cursor.at, end),
            decode,
          );
          cursor.at = end;
        } else cursor.skip(tag & 7);
        done = cursor.at;
      }
    } catch (error) {
      if (error instanceof BadWire) throw damaged(error);
      if (!(error instanceof OutOfBytes)) throw error;
      this.cut = final;
    }
    return done;
  }

  /** What ends too early inside of a complete message is damage: more bytes would not help. */
  private message(read: typeof readDictionary, cursor: WireCursor, decode: Decode): void {
    try {
      read(cursor, cursor.end, this.tables, decode);
    } catch (error) {
      throw error instanceof OutOfBytes ? new BadWire() : error;
    }
  }

  finish(): readonly NewProfile[] {
    return otlpProfiles(this.tables, this.name, this.cut);
  }
}

function damaged(cause: unknown): AppError {
  return new AppError('file-damaged', 'This file of OTLP profiles is damaged: its records make no sense.', {
    hint: 'Export it again.',
    cause,
  });
}
