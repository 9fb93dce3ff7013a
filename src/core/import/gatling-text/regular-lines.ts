import type { GatlingRecorder } from '../gatling/gatling-recorder.ts';
import { NO_GROUP } from '../gatling/gatling-recorder.ts';
import { isInstant } from '../gatling/instants.ts';
import { NO_ID } from '../gatling/sample-rows.ts';
import { MAX_TEXT_BYTES } from '../importer.ts';
import { fourDigits, markNonDigits } from '../jmeter-csv/four-bytes.ts';
import { NOT_KNOWN, type TextColumn, type TextColumns } from './text-column.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const ZERO = 48;

/** `REQUEST` and a tab, as two words. */
const WORD_REQU = 0x55514552;
const WORD_EST_TAB = 0x09545345;
/** `USER`, `STAR`, `END` and a tab. */
const WORD_USER = 0x52455355;
const WORD_STAR = 0x52415453;
const WORD_END_TAB = 0x09444e45;
const LETTER_T = 84;
/** `OK` and `KO`. */
const HALF_OK = 0x4b4f;
const HALF_KO = 0x4f4b;

/** Time stamps, status and the ends between them; words are read beyond the byte that is looked at. */
const MARGIN = 64;
const STAMP_DIGITS = 13;

/**
 * Reads REQUEST and USER lines as Gatling 2.2 to 3.12 writes them, nearly all of a log: bytes four at a time, no strings,
 * no objects. Whatever is not quite regular it leaves alone, for the careful reader to read, judge and report: so this accepts
 * nothing that the careful reader would not accept with the same result.
 */
export class RegularLines {
  /** Cells between REQUEST and the groups: scenario and user (2.x), user (3.0 to 3.3), none (3.4 and later). */
  leadingCells = 0;
  /** Lines of the last call of {@link read}. */
  lines = 0;
  private readonly recorder: GatlingRecorder;
  private readonly names: TextColumn;
  private readonly groups: TextColumn;
  private readonly scenarios: TextColumn;
  /** First eight digits of the last time stamp, and what they are worth in ms: they change every 100 seconds. */
  private stampWord1 = 0;
  private stampWord2 = 0;
  private stampBaseMs = 0;

  constructor(recorder: GatlingRecorder, { names, groups, scenarios }: TextColumns) {
    this.recorder = recorder;
    this.names = names;
    this.groups = groups;
    this.scenarios = scenarios;
  }

  /**
   * Reads as many lines as are regular requests or users.
   * @param words shows the same memory as `bytes`
   * @returns start of the first line that was not read
   */
  read(bytes: Uint8Array, words: DataView, from: number, length: number): number {
    const { names, groups, leadingCells, recorder } = this;
    const safe = length - MARGIN;
    let at = from;
    let lines = 0;
    for (;;) {
      const lineStart = at;
      this.lines = lines;
      if (at > safe) return lineStart;
      const type = words.getInt32(at, true);
      if (type === WORD_USER) {
        at = this.user(bytes, words, at + 4, safe);
        if (at < 0) return lineStart;
        lines += 1;
        continue;
      }
      if (type !== WORD_REQU || words.getInt32(at + 4, true) !== WORD_EST_TAB) return lineStart;
      at += 8;
      for (let cell = 0; cell < leadingCells; cell++) {
        at = passCell(bytes, at, safe);
        if (at < 0) return lineStart;
      }
      let groupId: number = NO_GROUP;
      if (bytes[at] !== TAB) {
        groupId = groups.read(words, at, safe);
        if (groupId === NOT_KNOWN) return lineStart;
        at = groups.end;
      }
      const requestId = names.read(words, at + 1, safe);
      if (requestId === NOT_KNOWN) return lineStart;
      at = names.end + 1;
      if (at > safe) return lineStart;
      const startMs = this.stamp(bytes, words, at);
      const endMs = this.stamp(bytes, words, at + STAMP_DIGITS + 1);
      if (startMs < 0 || endMs < 0) return lineStart;
      if (bytes[at + STAMP_DIGITS] !== TAB || bytes[at + 2 * STAMP_DIGITS + 1] !== TAB) return lineStart;
      at += 2 * (STAMP_DIGITS + 1);
      const status = words.getInt16(at, true);
      if (status !== HALF_OK && status !== HALF_KO) return lineStart;
      at += 2;

      let messageId = NO_ID;
      let end = bytes[at]!;
      if (end === TAB) {
        at += 1;
        if (bytes[at] === SPACE && (bytes[at + 1] === LF || bytes[at + 1] === CR)) {
          at += 1;
        } else {
          const start = at;
          at = messageEnd(bytes, start, safe);
          if (at < 0 || at - start > MAX_TEXT_BYTES) return lineStart;
          if (at > start) messageId = recorder.messages.idOfBytes(bytes, words, start, at);
        }
        end = bytes[at]!;
      }
      if (end === CR) {
        at += 1;
        end = bytes[at]!;
      }
      if (end !== LF) return lineStart;
      at += 1;
      recorder.request(requestId, groupId, startMs, endMs, status === HALF_OK, messageId);
      lines += 1;
    }
  }

  /** Scenario, user (before 3.4), START or END, one time stamp (before 3.4: two). @returns the next line, or -1 */
  private user(bytes: Uint8Array, words: DataView, from: number, safe: number): number {
    if (bytes[from] !== TAB) return -1;
    const scenarioId = this.scenarios.read(words, from + 1, safe);
    if (scenarioId === NOT_KNOWN) return -1;
    let at = this.scenarios.end + 1;
    if (this.leadingCells > 0) {
      at = passCell(bytes, at, safe);
      if (at < 0) return -1;
    }
    if (at > safe) return -1;
    const event = words.getInt32(at, true);
    const isStart = event === WORD_STAR;
    if (isStart) {
      if (bytes[at + 4] !== LETTER_T || bytes[at + 5] !== TAB) return -1;
      at += 6;
    } else if (event === WORD_END_TAB) at += 4;
    else return -1;
    let atMs = this.stamp(bytes, words, at);
    at += STAMP_DIGITS;
    if (this.leadingCells > 0) {
      if (atMs < 0 || bytes[at] !== TAB) return -1;
      const eventMs = this.stamp(bytes, words, at + 1);
      at += STAMP_DIGITS + 1;
      if (!isStart || eventMs < 0) atMs = eventMs;
    }
    if (atMs < 0) return -1;
    if (bytes[at] === CR) at += 1;
    if (bytes[at] !== LF) return -1;
    this.recorder.user(scenarioId, isStart, atMs);
    return at + 1;
  }

  /** A time stamp of 13 digits; -1 when there is something else. */
  private stamp(bytes: Uint8Array, words: DataView, at: number): number {
    const word1 = words.getInt32(at, true);
    const word2 = words.getInt32(at + 4, true);
    const word3 = words.getInt32(at + 8, true);
    const digit13 = bytes[at + 12]! - ZERO;
    if (markNonDigits(word3) !== 0 || digit13 < 0 || digit13 > 9) return -1;
    if (word1 !== this.stampWord1 || word2 !== this.stampWord2) {
      if (markNonDigits(word1) !== 0 || markNonDigits(word2) !== 0) return -1;
      const baseMs = (fourDigits(word1) * 10_000 + fourDigits(word2)) * 100_000;
      if (!isInstant(baseMs + 99_999)) return -1;
      this.stampWord1 = word1;
      this.stampWord2 = word2;
      this.stampBaseMs = baseMs;
    }
    return this.stampBaseMs + fourDigits(word3) * 10 + digit13;
  }
}

/** @returns the byte behind the tab that ends the cell; -1 when there is none */
function passCell(bytes: Uint8Array, start: number, safe: number): number {
  for (let at = start; at <= safe; at++) {
    const byte = bytes[at]!;
    if (byte === TAB) return at + 1;
    if (byte === LF || byte === 0) return -1;
  }
  return -1;
}

/** @returns the line end behind a message; -1 for anything unusual: further cells, zero bytes, no end in sight */
function messageEnd(bytes: Uint8Array, start: number, safe: number): number {
  for (let at = start; at <= safe; at++) {
    const byte = bytes[at]!;
    if (byte > CR) continue;
    if (byte === LF) return at;
    if (byte === CR && bytes[at + 1] === LF) return at;
    if (byte === TAB || byte === 0) return -1;
  }
  return -1;
}
