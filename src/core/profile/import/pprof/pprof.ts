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
import {
  readFunction,
  readLocation,
  readMapping,
  readSample,
  readValueType,
  SampleColumns,
  type Label,
} from './messages.ts';
import { pprofProfile, type PprofTables } from './pprof-profile.ts';
import { BadWire, OutOfBytes, WireCursor } from './wire.ts';

/** Profiles of pprof in Protocol Buffers: Go, and what writes its format. */
export const pprof: ProfileFormat = {
  id: 'pprof',
  label: 'pprof',
  extensions: ['pb.gz', 'pprof', 'prof', 'pb'],
  probe,
  open: (context) => new PprofReader(context),
};

/** Wire type of every field of a Profile; see proto/profile.proto. */
const wireTypes: readonly (0 | 2)[] = [0, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0];
const LAST_FIELD = 15;
/** Records of a file that must make sense before it is taken for a profile, unless it ends earlier. */
const ENOUGH_RECORDS = 3;

function probe({ bytes, complete }: ProbeHead): ProbeResult {
  const cursor = new WireCursor(bytes, 0, bytes.length);
  let records = 0;
  let typed = false;
  try {
    while (cursor.more) {
      const tag = cursor.tag();
      const field = tag >>> 3;
      const wireType = tag & 7;
      const usual = wireTypes[field];
      // Comments (13) are numbers in a list, which may be packed.
      if (
        field > LAST_FIELD ||
        usual === undefined ||
        (wireType !== usual && !(field === 13 && wireType === 2))
      )
        return NOT_THIS_PROFILE;
      if (field === 1) {
        readValueType(cursor, cursor.length());
        typed = true;
      } else if (field === 2) readSample(cursor, cursor.length(), new SampleColumns(), () => 0);
      else if (field === 4) readLocation(cursor, cursor.length());
      else cursor.skip(wireType);
      records++;
    }
  } catch (error) {
    if (!(error instanceof OutOfBytes) || complete) return NOT_THIS_PROFILE;
  }
  return typed && records >= ENOUGH_RECORDS
    ? { score: 0.9, reasons: ['binary records of sample types, samples and locations'] }
    : NOT_THIS_PROFILE;
}

class PprofReader implements ProfileReader {
  private readonly name: string;
  private readonly decoder = new TextDecoder();
  private readonly tables: PprofTables = {
    sampleTypes: [],
    samples: new SampleColumns(),
    mappings: new Map(),
    locations: new Map(),
    functions: new Map(),
    texts: [],
    threadLabels: [],
    numbers: new Map(),
  };
  /** By the labels that may name a thread. */
  private readonly threadIds = new Map<string, number>();
  private unlabelled: number | null = null;
  private cut = false;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const cursor = new WireCursor(bytes, 0, length);
    let done = 0;
    try {
      while (cursor.more) {
        this.record(cursor, bytes);
        done = cursor.at;
      }
    } catch (error) {
      if (error instanceof BadWire) throw this.damaged('its records make no sense', error);
      if (!(error instanceof OutOfBytes)) throw error;
      this.cut = final;
    }
    return done;
  }

  finish(): readonly NewProfile[] {
    if (this.tables.texts.length === 0) throw this.damaged(this.cut ? 'it is cut short' : 'it has no texts');
    return [pprofProfile(this.tables, this.name, this.cut)];
  }

  private record(cursor: WireCursor, bytes: Uint8Array): void {
    const { tables } = this;
    const tag = cursor.tag();
    const field = tag >>> 3;
    const wireType = tag & 7;
    if (wireType === 0 && field <= LAST_FIELD) {
      tables.numbers.set(field, cursor.signed());
      return;
    }
    if (wireType !== 2) {
      cursor.skip(wireType);
      return;
    }
    const end = cursor.length();
    switch (field) {
      case 1:
        tables.sampleTypes.push(readValueType(cursor, end));
        break;
      case 2:
        readSample(cursor, end, tables.samples, (labels) => this.threadOf(labels));
        break;
      case 3: {
        const mapping = readMapping(cursor, end);
        tables.mappings.set(mapping.id, mapping);
        break;
      }
      case 4: {
        const location = readLocation(cursor, end);
        tables.locations.set(location.id, location);
        break;
      }
      case 5: {
        const own = readFunction(cursor, end);
        tables.functions.set(own.id, own);
        break;
      }
      case 6:
        tables.texts.push(this.decoder.decode(bytes.subarray(cursor.at, end)));
        break;
      case 11: {
        const { type, unit } = readValueType(cursor, end);
        tables.periodType = { type, unit };
        break;
      }
      default:
    }
    cursor.at = end;
  }

  /** Samples with the same labels are of the same thread; which labels name it is known when the texts are. */
  private threadOf(labels: readonly Label[]): number {
    if (labels.length === 0 && this.unlabelled !== null) return this.unlabelled;
    const key = labels.map(({ key: name, text, number }) => `${name}:${text}:${number}`).join(' ');
    let id = this.threadIds.get(key);
    if (id === undefined) {
      id = this.threadIds.size;
      this.threadIds.set(key, id);
      this.tables.threadLabels.push(labels);
    }
    if (labels.length === 0) this.unlabelled = id;
    return id;
  }

  private damaged(why: string, cause?: unknown): AppError {
    return new AppError('file-damaged', `This pprof profile is damaged: ${why}.`, {
      hint: 'Fetch or copy it again.',
      cause,
    });
  }
}
