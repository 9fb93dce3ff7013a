import { AppError } from '#shared/contract/errors.ts';
import { ACTIVE_USER_LIMITS } from '../gatling/active-users.ts';
import { GatlingRecorder, NO_GROUP } from '../gatling/gatling-recorder.ts';
import { isInstant, NO_INSTANT } from '../gatling/instants.ts';
import { MAX_RECORD_BYTES, type ReaderContext, type ReaderReport, type RecordReader } from '../importer.ts';
import { RejectLog } from '../reject-log.ts';
import { WarningLog } from '../warning-log.ts';
import { GroupLists } from './group-lists.ts';
import { LogString, withoutLineEnds } from './log-string.ts';
import { readRunRecord, type RunRecord } from './run-record.ts';
import { MORE_TEXTS, StringCache, type TextUse } from './string-cache.ts';

const REQUEST = 1;
const USER = 2;
const GROUP = 3;
const ERROR = 4;

/** Deeper nesting is damage: it would have to be written by hand. */
const MAX_GROUPS_OF_RECORD = 1000;
/** Before every start: there is no duration. */
const NO_END = -1;
/** Of a record that is not kept. */
const SHOWN_BYTES = 80;

/** Answers of a step instead of a place: the record goes on behind the bytes that are there; it cannot be one. */
const MORE_BYTES = -1;
const DAMAGED = -2;

/** Reads the binary form of `simulation.log`. All integers are big-endian; texts stand in it once and then by number. */
export class GatlingBinaryReader implements RecordReader {
  private readonly name: string;
  private readonly rejects = new RejectLog();
  private readonly warnings = new WarningLog();
  private readonly recorder: GatlingRecorder;
  private readonly cache = new StringCache();
  private readonly requestIds: TextUse;
  private readonly messageIds: TextUse;
  private readonly errorIds: TextUse;
  private readonly groups: GroupLists;
  private readonly string = new LogString();
  private run: RunRecord | null = null;
  private scenarioIds: readonly number[] = [];
  /** Offset of the present piece in the file; number of the record that is being read, from 1. */
  private pieceStart = 0;
  private record = 1;
  /** Records have no marks: behind damage nothing can be found again. */
  private stopped = false;
  /** What the last step read: number of a text, node of a list of groups. */
  private text = 0;
  private node = NO_GROUP;
  /** Why the last step answered {@link DAMAGED}. */
  private damage = '';

  /** @throws {AppError} `file-damaged` */
  constructor(context: ReaderContext, userLimits = ACTIVE_USER_LIMITS) {
    const recorder = new GatlingRecorder(context, this.warnings, userLimits);
    this.name = context.head.name;
    this.recorder = recorder;
    this.requestIds = this.cache.use((name) => recorder.requestId(name));
    this.messageIds = this.cache.use((text) => recorder.messageId(text));
    this.errorIds = this.cache.use((text) => recorder.errorId(text.trim()));
    this.groups = new GroupLists(this.cache, (names) => recorder.groupId(names));
  }

  get rows(): number {
    return this.recorder.rows;
  }

  get rejectedRows(): number {
    return this.rejects.count;
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = this.stopped ? length : 0;
    if (this.run === null) {
      at = this.readRun(words, length, final);
      if (at === MORE_BYTES) return 0;
    }
    this.groups.forgetIfMany();
    while (at < length) {
      const next = this.readRecord(words, at, length);
      if (next >= 0) {
        if (this.damage !== '') this.reject(bytes, at, next, this.damage);
        this.record += 1;
        at = next;
        continue;
      }
      // Of damage, as many bytes are shown, whatever the pieces that the file comes in.
      const enough = next === MORE_BYTES ? MAX_RECORD_BYTES : SHOWN_BYTES - 1;
      if (!final && length - at <= enough) break;
      this.reject(bytes, at, length, this.endOf(next, final));
      this.stopped = true;
      at = length;
    }
    this.pieceStart += at;
    this.recorder.sendNames();
    return at;
  }

  finish(): ReaderReport {
    const { recorder, run, warnings } = this;
    recorder.finish();
    if (this.cache.dropped > 0) {
      warnings.add(
        'many-texts',
        `Names and messages take too much room: the last ones are "${MORE_TEXTS}".`,
        this.cache.dropped,
      );
    }
    const hasInstants = recorder.firstMs <= recorder.lastMs;
    return {
      rows: recorder.rows,
      rejectedRows: this.rejects.count,
      rejects: this.rejects.kept,
      firstInstantUs: hasInstants ? recorder.firstMs * 1000 : null,
      lastInstantUs: hasInstants ? recorder.lastMs * 1000 : null,
      clockTickMs: 1,
      toolVersion: run?.version ?? null,
      warnings: warnings.list(),
      properties: this.properties(),
    };
  }

  /** @returns the byte behind it, or {@link MORE_BYTES} */
  private readRun(words: DataView, length: number, final: boolean): number {
    const outcome = readRunRecord(words, length);
    switch (outcome.kind) {
      case 'run':
        this.run = outcome.run;
        this.scenarioIds = outcome.run.scenarios.map((name) => this.recorder.scenarioId(name));
        this.record += 1;
        return outcome.run.end;
      case 'more':
        if (!final && length <= MAX_RECORD_BYTES) return MORE_BYTES;
        throw this.damaged(
          final ? 'ends inside its first record.' : 'has a first record that does not end.',
          'The run was stopped before Gatling had written anything, or the file was not copied to its end.',
        );
      case 'bad':
        throw this.damaged(
          `does not start like a log of Gatling: ${outcome.reason}.`,
          'It may not be a simulation.log, or its start may have been overwritten.',
        );
      case 'draft':
        throw this.damaged(
          `was written by an unreleased development version of Gatling 3.13 (it says ${outcome.version}): its texts are laid out in another way.`,
          'Repeat the run with a released version, 3.13.0 or newer.',
        );
    }
  }

  private damaged(what: string, hint: string): AppError {
    return new AppError('file-damaged', `${this.name} ${what}`, { hint, place: { byte: 0 } });
  }

  /**
   * Reads one record.
   * @returns the byte behind it, {@link MORE_BYTES} or {@link DAMAGED}. When {@link damage} says something all the same,
   *   the record was not kept.
   */
  private readRecord(words: DataView, at: number, length: number): number {
    this.damage = '';
    switch (words.getUint8(at)) {
      case REQUEST:
        return this.readRequest(words, at + 1, length);
      case USER:
        return this.readUser(words, at + 1, length);
      case GROUP:
        return this.readGroup(words, at + 1, length);
      case ERROR:
        return this.readError(words, at + 1, length);
      default:
        return this.damagedBy(`there is no record of type ${words.getUint8(at)}`);
    }
  }

  /** Groups, name, i32 start, i32 end, bool, message. */
  private readRequest(words: DataView, from: number, length: number): number {
    let at = this.readGroups(words, from, length);
    if (at < 0) return at;
    at = this.readText(words, at, length);
    if (at < 0) return at;
    const name = this.text;
    const { node } = this;
    if (at + 9 > length) return MORE_BYTES;
    const startMs = this.instant(words.getInt32(at));
    const endMs = this.endOfRequest(words.getInt32(at + 4));
    const ok = words.getUint8(at + 8);
    at = this.readText(words, at + 9, length);
    if (at < 0) return at;
    if (!isInstant(startMs)) return this.notKept(at, NO_INSTANT);
    if (ok > 1) return this.notKept(at, 'neither OK nor KO');
    this.recorder.request(
      this.requestIds.of(name),
      this.groups.idOf(node),
      startMs,
      endMs,
      ok === 1,
      this.messageIds.of(this.text),
    );
    return at;
  }

  /** i32 scenario, bool, i32 time stamp. */
  private readUser(words: DataView, at: number, length: number): number {
    const end = at + 9;
    if (end > length) return MORE_BYTES;
    const scenario = this.scenarioIds[words.getInt32(at)];
    const isStart = words.getUint8(at + 4);
    const atMs = this.instant(words.getInt32(at + 5));
    if (scenario === undefined) return this.notKept(end, 'a user of a scenario that the run does not have');
    if (isStart > 1) return this.notKept(end, 'neither start nor end of a user');
    if (!isInstant(atMs)) return this.notKept(end, NO_INSTANT);
    this.recorder.user(scenario, isStart === 1, atMs);
    return end;
  }

  /** Groups, i32 start, i32 end, i32 cumulated response time, bool. */
  private readGroup(words: DataView, from: number, length: number): number {
    const at = this.readGroups(words, from, length);
    if (at < 0) return at;
    const end = at + 13;
    if (end > length) return MORE_BYTES;
    const startMs = this.instant(words.getInt32(at));
    const endMs = this.instant(words.getInt32(at + 4));
    const cumulatedMs = words.getInt32(at + 8);
    const ok = words.getUint8(at + 12);
    if (this.node === NO_GROUP) return this.notKept(end, 'a group without a name');
    if (!isInstant(startMs)) return this.notKept(end, NO_INSTANT);
    if (cumulatedMs < 0) return this.notKept(end, 'a cumulated response time below zero');
    if (ok > 1) return this.notKept(end, 'neither OK nor KO');
    this.recorder.group(this.groups.idOf(this.node), startMs, endMs, cumulatedMs, ok === 1);
    return end;
  }

  /** Message, i32 time stamp. */
  private readError(words: DataView, from: number, length: number): number {
    const at = this.readText(words, from, length);
    if (at < 0) return at;
    const end = at + 4;
    if (end > length) return MORE_BYTES;
    const atMs = this.instant(words.getInt32(at));
    if (!isInstant(atMs)) return this.notKept(end, NO_INSTANT);
    this.recorder.error(this.errorIds.of(this.text), atMs);
    return end;
  }

  /** i32 count and so many names, outermost first; leaves the list in {@link node}. */
  private readGroups(words: DataView, from: number, length: number): number {
    if (from + 4 > length) return MORE_BYTES;
    const count = words.getInt32(from);
    if (count < 0 || count > MAX_GROUPS_OF_RECORD) return this.damagedBy('a number of groups that cannot be');
    let at = from + 4;
    let node: number = NO_GROUP;
    for (let i = 0; i < count; i++) {
      at = this.readText(words, at, length);
      if (at < 0) return at;
      node = this.groups.child(node, this.text);
    }
    this.node = node;
    return at;
  }

  /** i32 number, negative when the text is known, else followed by it; leaves the number in {@link text}. */
  private readText(words: DataView, at: number, length: number): number {
    if (at + 4 > length) return MORE_BYTES;
    const number = words.getInt32(at);
    if (number < 0) {
      if (-number > this.cache.count) return this.damagedBy('a text that was not written before');
      this.text = -number;
      return at + 4;
    }
    if (number === 0 || number > this.cache.count + 1) return this.damagedBy('a text with a wrong number');
    switch (this.string.read(words, at + 4, length)) {
      case 'more':
        return MORE_BYTES;
      case 'bad-length':
        return this.damagedBy('a text with a length that cannot be');
      case 'bad-coder':
        return this.damagedBy('a text that is neither Latin-1 nor UTF-16');
      case 'read':
    }
    // A text that is read again, because the record went on in the next piece, changes nothing.
    if (this.cache.set(number, withoutLineEnds(this.string.text))) this.groups.clear();
    this.text = number;
    return this.string.end;
  }

  /** ms since 1970 of a time stamp of the log. */
  private instant(relativeMs: number): number {
    return this.run!.startMs + relativeMs;
  }

  /**
   * The same for the end of a request. Events that belong to none (messages of a web socket that nobody waited for) end
   * at the lowest 64-bit number: less the start of the run and cut to 32 bits, that may be before or behind the start.
   */
  private endOfRequest(relativeMs: number): number {
    return relativeMs === (-this.run!.startMs | 0) ? NO_END : this.instant(relativeMs);
  }

  private damagedBy(reason: string): number {
    this.damage = reason;
    return DAMAGED;
  }

  private notKept(end: number, reason: string): number {
    this.damage = reason;
    return end;
  }

  private endOf(outcome: number, final: boolean): string {
    if (outcome === DAMAGED) return `${this.damage}; nothing behind it can be read`;
    return final
      ? 'cut off at the end of the file'
      : `longer than ${MAX_RECORD_BYTES >> 20} MB; nothing behind it can be read`;
  }

  /** Counts records instead of lines, and shows bytes in hexadecimal. */
  private reject(bytes: Uint8Array, start: number, end: number, reason: string): void {
    const shown = bytes.subarray(start, Math.min(end, start + SHOWN_BYTES));
    const hex = new TextEncoder().encode(
      Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
    );
    this.rejects.add(this.record, this.pieceStart + start, reason, hex, 0, hex.length);
  }

  private properties(): Record<string, string> {
    const { run } = this;
    if (run === null) return {};
    return {
      layout: 'binary',
      'simulation class': run.simulationClass,
      ...(run.description.trim() === '' ? {} : { description: run.description }),
      version: run.version,
      start: new Date(run.startMs).toISOString(),
      assertions: String(run.assertions),
      ...this.recorder.counts(),
    };
  }
}
