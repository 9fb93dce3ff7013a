import { MAX_RECORD_BYTES } from '../importer.ts';
import { decodeText } from '../jmeter-csv/cell-text.ts';
import { FAILURE, MESSAGE, NONE, URL } from '../jmeter/row-places.ts';
import type { TimeStampReader } from '../jmeter/time-stamp.ts';
import type { RejectLog } from '../reject-log.ts';
import type { WarningLog } from '../warning-log.ts';
import { FILE_TAG } from './attributes.ts';
import {
  ASSERTION,
  beginsAnew,
  FAILURE_MESSAGE,
  FILE_ELEMENT,
  HTTP_SAMPLE,
  HTTP_SAMPLE_END,
  HTTP_SAMPLE_START,
  LOOK_AHEAD,
  OtherNames,
  PERFMON_ELEMENT,
  ROOT,
  SAMPLE,
  TEXT_CLASS,
  URL_ELEMENT,
  URL_START,
} from './element-names.ts';
import { ElementText } from './element-text.ts';
import { ExpectedSkips } from './expected-skips.ts';
import { ExpectedUrls } from './expected-urls.ts';
import { LineCount } from './line-count.ts';
import {
  CDATA_END,
  CDATA_START,
  COMMENT_END,
  COMMENT_START_BYTES,
  findByte,
  findText,
  GREATER_THAN,
  INSTRUCTION_END,
  isSelfClosing,
  LESS_THAN,
  markupAt,
  nameEndAt,
  NOT_A_TAG,
  tagEndAt,
  UNDECIDED,
  type MarkupKind,
  type MarkupName,
} from './markup.ts';
import { MAX_DEPTH, OpenSamples } from './open-samples.ts';
import { PerfmonDump } from './perfmon-dump.ts';
import { BROKEN, isSpace, MORE_BYTES, SampleTag, ZERO_BYTES } from './sample-tag.ts';
import { NO_ROW, type SampleRows } from './sample-rows.ts';
import { SkippedElement } from './skipped-element.ts';

const LF = 10;
const SLASH = 47;

/** Names of elements that are listed as not kept. */
const MAX_LISTED_NAMES = 30;

/** So much of stray text is shown. */
const RAW_BYTES = 256;
const CUT_OFF = 'cut off at the end of the file';

/** Where the reader stands. */
type State =
  /** Between tags. */
  | 'content'
  /** In an element whose text is kept. */
  | 'text'
  /** In an element that is passed over, whatever it holds. */
  | 'skip'
  | 'comment'
  | 'cdata'
  | 'instruction'
  | 'doctype'
  /** Behind a tag that is none: its end is looked for. */
  | 'lost';

/** What becomes of the text of an element; `field` is a number of the dump's fields. */
type TextUse =
  { readonly use: 'failure' | 'url' | 'file' } | { readonly use: 'perfmon'; readonly field: number };

/**
 * Reads the elements of a result file, in pieces of any size. It knows the shape of the file, not of XML in general:
 * what it does not know it passes over by name, and where a tag is broken it goes on at the next one.
 */
export class ResultDocument {
  /** Of the root: `1.2`. */
  version: string | null = null;
  /** Samples that were open when the file ended. */
  cutSamples = 0;
  rootIsOpen = false;
  /** Where the reader stood when the file ended. */
  endsIn: State = 'content';
  readonly skippedNames = new Set<string>();
  readonly tag: SampleTag;
  readonly dump: PerfmonDump;
  private readonly rows: SampleRows;
  private readonly rejects: RejectLog;
  private readonly lines = new LineCount();
  private readonly placeOf: (bytes: Uint8Array, at: number) => number;
  private readonly text = new ElementText();
  private readonly names = new OtherNames();
  private readonly samples: OpenSamples;
  private readonly skipped = new SkippedElement();
  private readonly expectedSkips = new ExpectedSkips();
  private readonly urls: ExpectedUrls;
  private state: State = 'content';
  /** What a comment or CDATA goes back to. */
  private stateBehind: State = 'content';
  /** The element whose text is read, and what for. */
  private textName = URL_ELEMENT;
  private textUse: TextUse = { use: 'url' };
  private inAssertion = false;
  /** Bytes that are no markup were told already. */
  private isQuiet = false;
  /** Of the sample whose tag is broken. */
  private lostSample: MarkupName | null = null;
  private isFinal = false;
  /** The byte before the present piece. */
  private byteBefore = LF;

  /** @param placeOf offset in the file of a byte of the present piece */
  constructor(
    rows: SampleRows,
    stamps: TimeStampReader,
    rejects: RejectLog,
    warnings: WarningLog,
    placeOf: (bytes: Uint8Array, at: number) => number,
  ) {
    this.rows = rows;
    this.rejects = rejects;
    this.placeOf = placeOf;
    this.tag = new SampleTag(rows, stamps);
    this.dump = new PerfmonDump(rows.points, rejects);
    this.samples = new OpenSamples(rows, warnings);
    this.urls = new ExpectedUrls(rows);
  }

  get unknownReferences(): number {
    return this.tag.unknownReferences + this.text.unknownReferences;
  }

  /**
   * Reads what is complete in `bytes[from..limit)`. Behind the limit, {@link LOOK_AHEAD} bytes must be there to be read.
   * @param words shows the same memory as `bytes`
   * @param final no bytes will follow behind the limit
   * @returns how far it came; the rest is to be given again, with more behind it
   */
  read(bytes: Uint8Array, words: DataView, from: number, limit: number, final: boolean): number {
    let at = from;
    this.isFinal = final;
    while (at < limit) {
      const next = this.step(bytes, words, at, limit, final);
      if (next === MORE_BYTES) {
        if (limit - at <= MAX_RECORD_BYTES) break;
        at = this.giveUp(bytes, at, limit);
      } else at = next;
    }
    return at;
  }

  /** The bytes before `at` will not come again. */
  leave(bytes: Uint8Array, at: number): void {
    if (at > 0) this.byteBefore = bytes[at - 1]!;
    this.lines.leave(bytes, at);
  }

  /** The file ends; `bytes[at..limit)` could not be read. */
  finish(bytes: Uint8Array, at: number, limit: number): void {
    this.dump.breakOff(CUT_OFF);
    let start = at;
    while (start < limit && isSpace(bytes[start]!)) start += 1;
    if (start < limit && this.state === 'content' && couldBeSample(bytes, start, limit))
      this.reject(bytes, start, limit, CUT_OFF);
    this.endsIn = this.state;
    this.cutSamples = this.rows.openRows.filter((row) => row !== NO_ROW).length;
  }

  private step(bytes: Uint8Array, words: DataView, at: number, limit: number, final: boolean): number {
    switch (this.state) {
      case 'content':
        return this.readContent(bytes, words, at, limit);
      case 'text':
        return this.readText(bytes, at, limit, final);
      case 'skip':
        return this.readSkipped(bytes, at, limit, final);
      case 'comment':
        return this.passTo(COMMENT_END, bytes, at, limit, final);
      case 'instruction':
        return this.passTo(INSTRUCTION_END, bytes, at, limit, final);
      case 'cdata':
        return this.passCdata(bytes, at, limit, final);
      case 'doctype':
        return this.passDoctype(bytes, at, limit);
      case 'lost':
        return this.findWay(bytes, at, limit, final);
    }
  }

  private readContent(bytes: Uint8Array, words: DataView, from: number, limit: number): number {
    let at = from;
    while (at < limit && isSpace(bytes[at]!)) at += 1;
    if (at === limit) return at;
    if (bytes[at] !== LESS_THAN) return this.passStrayText(bytes, at, limit);
    const next = this.readMarkup(bytes, words, at, limit) | 0;
    return next === MORE_BYTES && at > from ? at : next;
  }

  private readMarkup(bytes: Uint8Array, words: DataView, at: number, limit: number): number {
    // What most files are full of, first.
    if (HTTP_SAMPLE_START.standsAt(words, at, limit))
      return this.readSample(HTTP_SAMPLE, bytes, words, at, at + HTTP_SAMPLE_START.length, limit);
    if (URL_START.standsAt(words, at, limit)) {
      const { row } = this.samples;
      if (row !== NO_ROW && !this.dump.isOpen && !this.inAssertion) {
        const next = this.urls.read(words, at + URL_START.length, limit, row) | 0;
        if (next !== MORE_BYTES) return next;
      }
    } else if (HTTP_SAMPLE_END.standsAt(words, at, limit)) {
      this.isQuiet = false;
      this.endSample(HTTP_SAMPLE);
      return at + HTTP_SAMPLE_END.length;
    }
    if (!this.dump.isOpen) {
      const next = this.expectedSkips.pass(bytes, words, at, limit, this.inAssertion) | 0;
      if (next !== MORE_BYTES) {
        this.isQuiet = false;
        return next;
      }
    }
    const kind = markupAt(bytes, at, limit);
    if (kind === 'start') return this.readStartTag(bytes, words, at, limit);
    return kind === 'end' ? this.readEndTag(bytes, at, limit) : this.readOther(kind, bytes, at, limit);
  }

  private readStartTag(bytes: Uint8Array, words: DataView, at: number, limit: number): number {
    const nameStart = at + 1;
    const nameEnd = nameEndAt(bytes, nameStart, limit);
    if (nameEnd === UNDECIDED) return MORE_BYTES;
    if (nameEnd === NOT_A_TAG) return this.passStrayText(bytes, at, limit);
    if (HTTP_SAMPLE.is(bytes, nameStart, nameEnd))
      return this.readSample(HTTP_SAMPLE, bytes, words, at, nameEnd, limit);
    if (SAMPLE.is(bytes, nameStart, nameEnd))
      return this.readSample(SAMPLE, bytes, words, at, nameEnd, limit);
    if (TEXT_CLASS.standsAt(words, nameEnd, limit)) {
      this.isQuiet = false;
      this.startElement(bytes, nameStart, nameEnd, nameEnd + TEXT_CLASS.length);
      return nameEnd + TEXT_CLASS.length;
    }
    const tagEnd = tagEndAt(bytes, nameEnd, limit);
    if (tagEnd === UNDECIDED) return MORE_BYTES;
    if (tagEnd === NOT_A_TAG) return this.passStrayText(bytes, at, limit);
    this.isQuiet = false;
    if (ROOT.is(bytes, nameStart, nameEnd)) this.startRoot(bytes, nameEnd, tagEnd);
    else if (PERFMON_ELEMENT.is(bytes, nameStart, nameEnd)) this.startDump(bytes, at, tagEnd);
    else if (ASSERTION.is(bytes, nameStart, nameEnd))
      this.inAssertion = !isSelfClosing(bytes, tagEnd) && this.samples.depth > 0;
    else if (!isSelfClosing(bytes, tagEnd)) this.startElement(bytes, nameStart, nameEnd, tagEnd + 1);
    return tagEnd + 1;
  }

  private readSample(
    name: MarkupName,
    bytes: Uint8Array,
    words: DataView,
    at: number,
    nameEnd: number,
    limit: number,
  ): number {
    const { rows, tag } = this;
    this.closeElements(bytes, at);
    if (this.samples.depth >= MAX_DEPTH) return this.rejectDeep(bytes, at, nameEnd, limit);
    rows.reserve();
    const end = tag.read(bytes, words, nameEnd, limit);
    if (end === MORE_BYTES) return MORE_BYTES;
    if (end - at > MAX_RECORD_BYTES) return this.giveUp(bytes, at, limit);
    this.isQuiet = false;
    if (end === BROKEN) {
      const brokenAt = Math.max(tag.brokenAt, nameEnd);
      this.reject(bytes, at, brokenAt + 1, tag.brokenBecause);
      this.state = 'lost';
      this.lostSample = name;
      this.isQuiet = true;
      return brokenAt;
    }
    const { block } = rows;
    const row = block.rows;
    const kind = this.samples.kindOf(block.texts[MESSAGE]![row]!);
    if (tag.problem === null) rows.add(kind);
    else this.reject(bytes, at, end, tag.problem);
    if (!tag.selfClosing) this.samples.open(name, kind, tag.problem === null ? row : NO_ROW);
    else rows.takeIfEnough();
    return end;
  }

  /** A sample begins: what was open in the one around it has lost its end, and so may have that one. */
  private closeElements(bytes: Uint8Array, at: number): void {
    this.breakOffDump();
    this.leaveAssertion();
    this.samples.expectNested(at > 0 ? bytes[at - 1]! : this.byteBefore);
  }

  private leaveAssertion(): void {
    if (this.inAssertion) this.samples.noteLostEnd();
    this.inAssertion = false;
  }

  /** What follows a dump that was broken off is no more told of. */
  private breakOffDump(): void {
    if (!this.dump.isOpen) return;
    this.dump.breakOff();
    this.isQuiet = true;
  }

  private startRoot(bytes: Uint8Array, nameEnd: number, tagEnd: number): void {
    // A second document in the file: what is still open will not be closed any more.
    this.breakOffDump();
    this.inAssertion = false;
    this.samples.closeAll();
    this.rootIsOpen = !isSelfClosing(bytes, tagEnd);
    const attributes = decodeText(bytes.subarray(nameEnd, tagEnd));
    this.version ??= /\bversion\s*=\s*["']([^"']{1,20})["']/u.exec(attributes)?.[1] ?? null;
  }

  private startDump(bytes: Uint8Array, at: number, tagEnd: number): void {
    this.breakOffDump();
    if (isSelfClosing(bytes, tagEnd)) return;
    const line = this.lines.lineAt(bytes, at);
    this.dump.start(line, this.placeOf(bytes, at), bytes.slice(at, tagEnd + 1));
  }

  private startElement(bytes: Uint8Array, nameStart: number, nameEnd: number, tagEnd: number): void {
    if (this.dump.isOpen) {
      const field = this.dump.fieldAt(bytes, nameStart, nameEnd);
      const name = this.names.nameAt(bytes, nameStart, nameEnd);
      if (field < 0) this.startSkipping(name, bytes, nameStart - 1, tagEnd);
      else this.startText(name, { use: 'perfmon', field });
    } else if (this.inAssertion) {
      if (FAILURE_MESSAGE.is(bytes, nameStart, nameEnd)) this.startText(FAILURE_MESSAGE, { use: 'failure' });
      else this.startSkipping(this.names.nameAt(bytes, nameStart, nameEnd), bytes, nameStart - 1, tagEnd);
    } else if (this.samples.depth > 0 && URL_ELEMENT.is(bytes, nameStart, nameEnd))
      this.startText(URL_ELEMENT, { use: 'url' });
    else if (this.samples.depth > 0 && FILE_ELEMENT.is(bytes, nameStart, nameEnd))
      this.startText(FILE_ELEMENT, { use: 'file' });
    else {
      const name = this.names.nameAt(bytes, nameStart, nameEnd);
      if (this.skippedNames.size < MAX_LISTED_NAMES) this.skippedNames.add(name.text);
      this.startSkipping(name, bytes, nameStart - 1, tagEnd);
    }
  }

  private startText(name: MarkupName, use: TextUse): void {
    this.text.clear();
    this.textName = name;
    this.textUse = use;
    this.state = 'text';
  }

  private startSkipping(name: MarkupName, bytes: Uint8Array, tag: number, tagEnd: number): void {
    // Names in a dump may be those of its fields.
    if (!this.dump.isOpen) this.expectedSkips.learn(bytes, tag, tagEnd, name, this.inAssertion);
    this.skipped.start(name);
    this.state = 'skip';
  }

  private readEndTag(bytes: Uint8Array, at: number, limit: number): number {
    const end = findByte(bytes, GREATER_THAN, at, limit);
    if (end < 0) return MORE_BYTES;
    const nameStart = at + 2;
    let nameEnd = end;
    while (nameEnd > nameStart && isSpace(bytes[nameEnd - 1]!)) nameEnd -= 1;
    if (findByte(bytes, LESS_THAN, at + 1, end) >= 0) return this.passStrayText(bytes, at, limit);
    this.isQuiet = false;
    if (HTTP_SAMPLE.is(bytes, nameStart, nameEnd)) this.endSample(HTTP_SAMPLE);
    else if (SAMPLE.is(bytes, nameStart, nameEnd)) this.endSample(SAMPLE);
    else if (ASSERTION.is(bytes, nameStart, nameEnd)) this.inAssertion = false;
    else if (PERFMON_ELEMENT.is(bytes, nameStart, nameEnd)) {
      if (this.dump.isOpen) this.dump.end();
      else this.samples.noteStrayEnd();
    } else if (ROOT.is(bytes, nameStart, nameEnd)) {
      this.breakOffDump();
      this.inAssertion = false;
      this.samples.closeAll();
      this.rootIsOpen = false;
    } else this.samples.noteStrayEnd();
    return end + 1;
  }

  private endSample(name: MarkupName): void {
    this.breakOffDump();
    this.leaveAssertion();
    this.samples.close(name);
  }

  private readOther(kind: MarkupKind, bytes: Uint8Array, at: number, limit: number): number {
    switch (kind) {
      case 'comment':
        if (limit - at < COMMENT_START_BYTES) return MORE_BYTES;
        this.enter('comment');
        return at + COMMENT_START_BYTES;
      case 'instruction':
        this.enter('instruction');
        return at + 2;
      case 'doctype':
        // It has its place before the root: anywhere else it is damage, and may have no end.
        if (this.version !== null || this.rootIsOpen) return this.passStrayText(bytes, at, limit);
        this.enter('doctype');
        return at + 2;
      case 'undecided':
        return MORE_BYTES;
      default:
        return this.passStrayText(bytes, at, limit);
    }
  }

  private enter(state: State): void {
    this.stateBehind = this.state;
    this.state = state;
  }

  /** Bytes between tags that are not white space. They are told once. */
  private passStrayText(bytes: Uint8Array, at: number, limit: number): number {
    const isMarkup = bytes[at] === LESS_THAN;
    const next = findByte(bytes, LESS_THAN, at + 1, limit);
    const end = next < 0 ? limit : next;
    // Whoever reads of it should see as much of it, wherever the pieces of the file end.
    if (!this.isQuiet && next < 0 && !this.isFinal && limit - at < RAW_BYTES) return MORE_BYTES;
    if (this.dump.isOpen) this.breakOffDump();
    else if (!this.isQuiet) {
      const reason =
        bytes[at] === 0 ? ZERO_BYTES : isMarkup ? 'a "<" that begins no tag' : 'text between elements';
      this.reject(bytes, at, end, reason);
    }
    this.isQuiet = true;
    return end;
  }

  private readText(bytes: Uint8Array, from: number, limit: number, final: boolean): number {
    const tag = findByte(bytes, LESS_THAN, from, limit);
    if (tag < 0) {
      const to = this.text.append(bytes, from, limit, !final);
      return to === from ? MORE_BYTES : to;
    }
    if (tag > from) return this.text.append(bytes, from, tag, false);
    const kind = markupAt(bytes, tag, limit);
    switch (kind) {
      case 'comment':
        if (limit - tag < COMMENT_START_BYTES) return MORE_BYTES;
        this.enter('comment');
        return tag + COMMENT_START_BYTES;
      case 'cdata':
        if (limit - tag < CDATA_START.length) return MORE_BYTES;
        this.enter('cdata');
        return tag + CDATA_START.length;
      case 'instruction':
        this.enter('instruction');
        return tag + 2;
      case 'undecided':
        return MORE_BYTES;
      case 'end':
        return this.endText(bytes, tag, limit);
      default:
        if (!final && limit - tag < LOOK_AHEAD) return MORE_BYTES;
        return beginsAnew(bytes, tag, limit) ? this.loseElement(tag) : passTag(bytes, tag, limit);
    }
  }

  private endText(bytes: Uint8Array, tag: number, limit: number): number {
    const end = findByte(bytes, GREATER_THAN, tag, limit);
    if (end < 0) return MORE_BYTES;
    let nameEnd = end;
    while (nameEnd > tag + 2 && isSpace(bytes[nameEnd - 1]!)) nameEnd -= 1;
    if (!this.textName.is(bytes, tag + 2, nameEnd)) {
      const isLost = beginsAnew(bytes, tag, limit) || ASSERTION.is(bytes, tag + 2, nameEnd);
      return isLost ? this.loseElement(tag) : end + 1;
    }
    this.keepText();
    this.state = 'content';
    return end + 1;
  }

  private keepText(): void {
    const { text, textUse, rows } = this;
    if (textUse.use === 'perfmon') {
      this.dump.set(textUse.field, text.bytes, text.length);
      return;
    }
    const { row } = this.samples;
    if (row === NO_ROW || text.length === 0) return;
    const { texts } = rows.block;
    switch (textUse.use) {
      case 'failure':
        // JMeter's CSV has the first message that there is.
        if (texts[FAILURE]![row] === NONE) texts[FAILURE]![row] = this.entryOf(FAILURE, 'failureMessage');
        return;
      case 'url':
        if (isNull(text.bytes, text.length)) return;
        texts[URL]![row] = this.entryOf(URL, 'URL');
        this.urls.remember(row);
        return;
      case 'file':
        texts[FILE_TAG]![row] = this.entryOf(FILE_TAG, 'Filename');
        return;
    }
  }

  private entryOf(place: number, name: string): number {
    const { text } = this;
    const entry = this.rows.entryOf(place, text.bytes, text.words, 0, text.length, name);
    this.rows.held.keep();
    return entry;
  }

  private readSkipped(bytes: Uint8Array, from: number, limit: number, final: boolean): number {
    const { skipped } = this;
    const at = skipped.read(bytes, from, limit, final);
    switch (skipped.outcome) {
      case 'inside':
        break;
      case 'ended':
        this.state = 'content';
        break;
      case 'lost':
        return this.loseElement(at);
      case 'comment':
      case 'cdata':
        this.enter(skipped.outcome);
        break;
    }
    return at;
  }

  /** The end of the present element is missing. */
  private loseElement(tag: number): number {
    this.samples.noteLostEnd();
    this.state = 'content';
    return tag;
  }

  private passTo(end: Uint8Array, bytes: Uint8Array, from: number, limit: number, final: boolean): number {
    const at = findText(bytes, end, from, limit);
    if (at < 0) return pastAllBut(end.length - 1, from, limit, final);
    this.state = this.stateBehind;
    return at + end.length;
  }

  private passCdata(bytes: Uint8Array, from: number, limit: number, final: boolean): number {
    const isKept = this.stateBehind === 'text';
    const at = findText(bytes, CDATA_END, from, limit);
    if (at < 0) {
      const to = pastAllBut(CDATA_END.length - 1, from, limit, final);
      if (isKept && to > from) this.text.appendVerbatim(bytes, from, to);
      return to;
    }
    if (isKept) this.text.appendVerbatim(bytes, from, at);
    this.state = this.stateBehind;
    return at + CDATA_END.length;
  }

  private passDoctype(bytes: Uint8Array, from: number, limit: number): number {
    const end = findByte(bytes, GREATER_THAN, from, limit);
    if (end < 0) return limit;
    this.state = 'content';
    return end + 1;
  }

  /** Finds the end of a broken tag, or the next one that is whole. */
  private findWay(bytes: Uint8Array, from: number, limit: number, final: boolean): number {
    for (let at = from; at < limit; at++) {
      const byte = bytes[at]!;
      if (byte === GREATER_THAN) {
        this.state = 'content';
        const before = at > 0 ? bytes[at - 1] : this.byteBefore;
        if (this.lostSample !== null && before !== SLASH) this.samples.openBroken(this.lostSample);
        return at + 1;
      }
      if (byte !== LESS_THAN) continue;
      if (!final && limit - at < LOOK_AHEAD) return at > from ? at : MORE_BYTES;
      if (beginsAnew(bytes, at, limit) || markupAt(bytes, at, limit) === 'instruction') {
        this.state = 'content';
        return at;
      }
    }
    return limit;
  }

  /** A tag that is longer than a record may be. */
  private giveUp(bytes: Uint8Array, at: number, limit: number): number {
    if (this.dump.isOpen) this.breakOffDump();
    else this.reject(bytes, at, limit, `longer than ${MAX_RECORD_BYTES >> 20} MB`);
    this.state = 'lost';
    this.lostSample = [HTTP_SAMPLE, SAMPLE].find((name) => name.standsAt(bytes, at + 1, limit)) ?? null;
    this.isQuiet = true;
    return at + 1;
  }

  private rejectDeep(bytes: Uint8Array, at: number, nameEnd: number, limit: number): number {
    const tagEnd = tagEndAt(bytes, nameEnd, limit);
    if (tagEnd === UNDECIDED) return MORE_BYTES;
    const end = tagEnd === NOT_A_TAG ? nameEnd : tagEnd + 1;
    this.reject(bytes, at, end, `more than ${MAX_DEPTH} samples within each other`);
    if (tagEnd !== NOT_A_TAG && !isSelfClosing(bytes, tagEnd)) this.samples.openTooDeep();
    return end;
  }

  private reject(bytes: Uint8Array, start: number, end: number, reason: string): void {
    const line = this.lines.lineAt(bytes, start);
    this.rejects.add(line, this.placeOf(bytes, start), reason, bytes, start, end);
  }
}

/** Passes markup in a text: only the text counts. */
function passTag(bytes: Uint8Array, tag: number, limit: number): number {
  const end = tagEndAt(bytes, tag + 1, limit);
  if (end === UNDECIDED) return MORE_BYTES;
  return end === NOT_A_TAG ? tag + 1 : end + 1;
}

/** Leaves the last bytes for the next call: the end that is looked for may begin there. */
function pastAllBut(count: number, from: number, limit: number, final: boolean): number {
  if (final) return limit;
  return limit - count > from ? limit - count : MORE_BYTES;
}

/** JMeter's word for a sampler without a URL. */
function isNull(bytes: Uint8Array, length: number): boolean {
  return length === 4 && decodeText(bytes.subarray(0, 4)) === 'null';
}

/** Whether what is left of a file can be the start of a sample. */
function couldBeSample(bytes: Uint8Array, start: number, limit: number): boolean {
  const rest = decodeText(bytes.subarray(start, Math.min(limit, start + HTTP_SAMPLE.bytes.length + 2)));
  if (rest.length < 2) return false;
  return ['<sample', '<httpSample'].some((tag) =>
    rest.length <= tag.length
      ? tag.startsWith(rest)
      : rest.startsWith(tag) && /[\s/>]/u.test(rest[tag.length]!),
  );
}
