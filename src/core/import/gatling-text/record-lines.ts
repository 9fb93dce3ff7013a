import type { GatlingRecorder } from '../gatling/gatling-recorder.ts';
import { NO_GROUP } from '../gatling/gatling-recorder.ts';
import { isInstant, NO_INSTANT } from '../gatling/instants.ts';
import { NO_ID } from '../gatling/sample-rows.ts';
import { MAX_TEXT_BYTES } from '../importer.ts';
import { cutEnd, decodeText } from '../jmeter-csv/cell-text.ts';
import type { WarningLog } from '../warning-log.ts';
import { NO_NUMBER, type LineCells } from './line-cells.ts';
import { readOldRunLine, readRunLine, type RunFacts } from './run-line.ts';
import type { TextColumn, TextColumns } from './text-column.ts';

const SPACE = 32;

const NO_STATUS = 'no OK or KO behind two time stamps';
const UNKNOWN_RECORD = 'not a record of Gatling';

/** Where the status of a REQUEST stands in 3.4 and later, and how many cells earlier versions have before the groups. */
const STATUS_CELL = 5;
const MAX_LEADING_CELLS = 2;
/** Before every start: there is no duration. */
const NO_END = -1;
/** 1.x writes these as actions, with their name as message. */
const START_OF_SCENARIO = 'Start of scenario';
const END_OF_SCENARIO = 'End of scenario';

/**
 * Reads one record of any text layout, and says what is wrong with it. The layout is told from the cells of each line:
 * the version in the RUN line is not to be trusted.
 */
export class RecordLines {
  run: RunFacts | null = null;
  /** RUN lines behind the first one. */
  furtherRuns = 0;
  assertions = 0;
  /** Actions of 1.x that stand for no request and no user: starts and ends of groups. */
  markers = 0;
  /** Cells before the groups in the last REQUEST line of 2.2 or later. */
  leadingCells = 0;
  /** Layouts of REQUEST lines that were met. */
  readonly requestLayouts = new Set<string>();
  private readonly recorder: GatlingRecorder;
  private readonly columns: TextColumns;
  private readonly warnings: WarningLog;
  private bytes: Uint8Array = new Uint8Array(0);
  private words = new DataView(this.bytes.buffer);
  private readonly cells: LineCells;
  /** The line has its end: its last cell is whole. */
  private ended = true;

  constructor(recorder: GatlingRecorder, columns: TextColumns, cells: LineCells, warnings: WarningLog) {
    this.recorder = recorder;
    this.columns = columns;
    this.cells = cells;
    this.warnings = warnings;
  }

  /**
   * Reads the line that `cells` has split.
   * @param words shows the same memory as `bytes`
   * @returns why it is no good record, or null
   */
  read(bytes: Uint8Array, words: DataView, ended: boolean): string | null {
    this.bytes = bytes;
    this.words = words;
    this.ended = ended;
    const { cells } = this;
    const reason = this.byFirstCell();
    if (reason === null || cells.count < 4) return reason;
    // 2.0 and 2.1 have the type in the third cell. A scenario may be called REQUEST, so this is tried second.
    const second = this.byThirdCell();
    return second === undefined ? reason : second;
  }

  private byFirstCell(): string | null {
    const { cells } = this;
    if (cells.is(0, 'REQUEST')) return this.request();
    // In 2.0 a scenario may be called USER; a user id that is so called there is not.
    if (cells.is(0, 'USER')) return this.user(cells.is(2, 'USER') && this.isEvent(3) ? 0 : 1);
    if (cells.is(0, 'GROUP')) return this.group();
    if (cells.is(0, 'ERROR')) return this.error();
    if (cells.is(0, 'ACTION')) return this.action();
    if (cells.is(0, 'RUN')) return this.addRun(readRunLine(cells, this.text));
    if (cells.is(0, 'ASSERTION')) {
      this.assertions += 1;
      return null;
    }
    return UNKNOWN_RECORD;
  }

  /** @returns undefined when the third cell is no type */
  private byThirdCell(): string | null | undefined {
    const { cells } = this;
    if (cells.is(2, 'REQUEST')) return this.oldRequest();
    if (cells.is(2, 'USER')) return this.user(0);
    if (cells.is(2, 'GROUP')) return this.oldGroup();
    if (cells.is(2, 'RUN')) return this.addRun(readOldRunLine(cells, this.text));
    return undefined;
  }

  private addRun(run: RunFacts | null): string | null {
    if (run === null) return 'RUN without the cells of a known version';
    if (this.run === null) this.run = run;
    else this.furtherRuns += 1;
    return null;
  }

  /** 2.2 and later: …, groups, name, start, end, status, message. */
  private request(): string | null {
    const { cells } = this;
    for (let leading = 0; leading <= MAX_LEADING_CELLS; leading++) {
      const status = STATUS_CELL + leading;
      if (status >= cells.count) break;
      if (!this.isStatus(status)) continue;
      const reason = this.addRequest(status - 4, status - 2, status - 1, status);
      if (reason !== null) return reason;
      this.leadingCells = leading;
      this.requestLayouts.add(REQUEST_LAYOUTS[leading]!);
      return null;
    }
    return NO_STATUS;
  }

  /** 2.0 and 2.1: scenario, user, REQUEST, groups, name, four time stamps, status, message. */
  private oldRequest(): string | null {
    if (this.cells.count <= 9 || !this.isStatus(9)) return NO_STATUS;
    const reason = this.addRequest(3, 5, 8, 9);
    if (reason === null)
      this.requestLayouts.add('scenario, user, REQUEST, groups, name, four time stamps, status, message');
    return reason;
  }

  /** 1.x: ACTION, scenario, user, name, start, end, end of sending, start of receiving, status, message. */
  private action(): string | null {
    const { cells } = this;
    if (cells.count < 9 || !this.isStatus(8)) return NO_STATUS;
    const start = cells.number(4);
    const end = cells.number(5);
    if (start === NO_NUMBER || end === NO_NUMBER) return NO_STATUS;
    if (!isInstant(start) || !isInstant(end)) return NO_INSTANT;
    const name = this.text(3);
    const isMarker = cells.count > 9 && name === this.text(9);
    if (isMarker && (name === START_OF_SCENARIO || name === END_OF_SCENARIO)) {
      this.recorder.user(this.numberOf(this.columns.scenarios, 1), name === START_OF_SCENARIO, start);
      return null;
    }
    if (isMarker && start === end) {
      this.markers += 1;
      return null;
    }
    this.recorder.request(
      this.numberOf(this.columns.names, 3),
      NO_GROUP,
      start,
      end,
      cells.is(8, 'OK'),
      this.message(9),
    );
    this.requestLayouts.add('ACTION, scenario, user, name, four time stamps, status, message');
    return null;
  }

  /** The name stands behind the groups, the message behind the status. */
  private addRequest(groups: number, start: number, end: number, status: number): string | null {
    const { cells, recorder, columns } = this;
    const startMs = cells.number(start);
    let endMs = cells.number(end);
    if (startMs === NO_NUMBER) return NO_STATUS;
    if (endMs === NO_NUMBER) {
      // Events that belong to no request (messages of a web socket that nobody waited for) end at the lowest number.
      if (!cells.isOtherNumber(end)) return NO_STATUS;
      endMs = NO_END;
    }
    if (!isInstant(startMs) || (endMs !== NO_END && !isInstant(endMs))) return NO_INSTANT;
    const groupId = cells.isEmpty(groups) ? NO_GROUP : this.numberOf(columns.groups, groups);
    const requestId = this.numberOf(columns.names, groups + 1);
    const ok = cells.is(status, 'OK');
    recorder.request(requestId, groupId, startMs, endMs, ok, this.message(status + 1));
    return null;
  }

  /**
   * …, START or END, and one or two time stamps: of the start, and of the event (in 2.0 that is 0 for a start).
   * @param scenario its cell
   */
  private user(scenario: number): string | null {
    const { cells } = this;
    const last = cells.count - 1;
    const event = this.isEvent(last - 1) ? last - 1 : this.isEvent(last - 2) ? last - 2 : -1;
    if (event < 1) return 'no START or END before a time stamp';
    const isStart = cells.is(event, 'START');
    const first = cells.number(event + 1);
    const atMs = isStart ? first : cells.number(last);
    if (first === NO_NUMBER || cells.number(last) === NO_NUMBER) return 'no time stamp behind START or END';
    if (!isInstant(atMs)) return NO_INSTANT;
    if (this.isCutNumber(last)) return 'the time stamp is cut off';
    // Tools that edit logs leave the scenario out.
    const named = event > scenario;
    this.recorder.user(
      named ? this.numberOf(this.columns.scenarios, scenario) : this.unnamedScenario(),
      isStart,
      atMs,
    );
    return null;
  }

  /** …, groups, start, end, cumulated response time, status. */
  private group(): string | null {
    const { cells } = this;
    const status = cells.count - 1;
    // 2.2 and 2.3 write errors under this header.
    if (cells.count === 3) return this.error();
    if (status < STATUS_CELL || status > STATUS_CELL + MAX_LEADING_CELLS || !this.isStatus(status)) {
      return 'no OK or KO behind three numbers';
    }
    return this.addGroup(status - 4, status);
  }

  /** 2.0 and 2.1: scenario, user, GROUP, groups, start, end, cumulated, number of OK, number of KO, status. */
  private oldGroup(): string | null {
    const status = this.cells.count - 1;
    if (status < 7 || status > 9 || !this.isStatus(status)) return 'no OK or KO behind three numbers';
    return this.addGroup(3, status);
  }

  private addGroup(groups: number, status: number): string | null {
    const { cells, recorder } = this;
    const startMs = cells.number(groups + 1);
    const endMs = cells.number(groups + 2);
    const cumulatedMs = cells.number(groups + 3);
    if (startMs === NO_NUMBER || endMs === NO_NUMBER || cumulatedMs === NO_NUMBER) {
      return 'no OK or KO behind three numbers';
    }
    if (!isInstant(startMs) || !isInstant(endMs)) return NO_INSTANT;
    if (cells.isEmpty(groups)) return 'a group without a name';
    const groupId = this.numberOf(this.columns.groups, groups);
    recorder.group(groupId, startMs, endMs, cumulatedMs, cells.is(status, 'OK'));
    return null;
  }

  /** Message and time stamp. The message is written as it is and may have tabs in it. */
  private error(): string | null {
    const { cells } = this;
    if (cells.count < 3) return 'an error without a time stamp';
    const atMs = cells.number(cells.count - 1);
    if (atMs === NO_NUMBER) return 'an error without a time stamp';
    if (!isInstant(atMs)) return NO_INSTANT;
    if (this.isCutNumber(cells.count - 1)) return 'the time stamp is cut off';
    const text = this.decode(cells.startOf(1), cells.lastTab).replaceAll('\t', ' ').trim();
    this.recorder.error(this.recorder.errorId(text), atMs);
    return null;
  }

  private isStatus(cell: number): boolean {
    return this.cells.is(cell, 'OK') || this.cells.is(cell, 'KO');
  }

  private isEvent(cell: number): boolean {
    return cell >= 1 && (this.cells.is(cell, 'START') || this.cells.is(cell, 'END'));
  }

  /** In a line without end, digits may be missing from the last cell: then it lies long before the run. */
  private isCutNumber(cell: number): boolean {
    return !this.ended && this.cells.number(cell) < (this.run?.startMs ?? 0);
  }

  /** {@link NO_ID} for none, which Gatling writes as one space. */
  private message(cell: number): number {
    const { cells, bytes } = this;
    if (cell >= cells.count) return NO_ID;
    const start = cells.startOf(cell);
    const end = this.cut(start, cells.endOf(cell));
    if (end <= start || (end - start === 1 && bytes[start] === SPACE)) return NO_ID;
    return this.recorder.messages.idOfBytes(bytes, this.words, start, end);
  }

  private numberOf(column: TextColumn, cell: number): number {
    const start = this.cells.startOf(cell);
    return column.numberFor(this.bytes, this.words, start, this.cut(start, this.cells.endOf(cell)));
  }

  private unnamedScenario(): number {
    return this.columns.scenarios.numberFor(this.bytes, this.words, 0, 0);
  }

  private readonly text = (cell: number): string =>
    cell < this.cells.count ? this.decode(this.cells.startOf(cell), this.cells.endOf(cell)).trim() : '';

  private decode(start: number, end: number): string {
    return decodeText(this.bytes.subarray(start, this.cut(start, end)));
  }

  private cut(start: number, end: number): number {
    if (end - start <= MAX_TEXT_BYTES) return end;
    this.warnings.add('text-cut', `Names or messages longer than ${MAX_TEXT_BYTES >> 10} KiB were cut.`);
    return cutEnd(this.bytes, start);
  }
}

/** By the number of cells before the groups. */
const REQUEST_LAYOUTS = [
  'REQUEST, groups, name, start, end, status, message',
  'REQUEST, user, groups, name, start, end, status, message',
  'REQUEST, scenario, user, groups, name, start, end, status, message',
];
