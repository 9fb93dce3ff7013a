import { decodeText } from '../jmeter-csv/cell-text.ts';
import { perfmonSourceOfAny } from '../jmeter/perfmon-label.ts';
import type { PerfmonPoints } from '../jmeter/perfmon-points.ts';
import type { RejectLog } from '../reject-log.ts';
import { MarkupName } from './markup.ts';

/** Elements of the dump that are read; there are thirty more. */
const fieldNames = [
  'label',
  'timeStamp',
  'startTime',
  'ts',
  'elapsedTime',
  'success',
  'responseMessage',
] as const;
type FieldName = (typeof fieldNames)[number];

const fields = fieldNames.map((name) => new MarkupName(name));

const WHOLE_NUMBER = /^-?\d{1,15}$/u;

const NOT_TO_ITS_END = 'a PerfMon reading that was not written to its end';

/** Gathers the fields of one dumped reading. */
export class PerfmonDump {
  isOpen = false;
  /** Earliest and latest time of a reading, µs; infinite before the first one. */
  firstUs = Number.POSITIVE_INFINITY;
  lastUs = Number.NEGATIVE_INFINITY;
  private readonly points: PerfmonPoints;
  private readonly rejects: RejectLog;
  private readonly texts = new Map<FieldName, string>();
  private line = 0;
  private byte = 0;
  private tag = new Uint8Array(0);

  constructor(points: PerfmonPoints, rejects: RejectLog) {
    this.points = points;
    this.rejects = rejects;
  }

  /** @param tag its start tag; `line` and `byte` are where that stands in the file */
  start(line: number, byte: number, tag: Uint8Array<ArrayBuffer>): void {
    this.texts.clear();
    this.isOpen = true;
    this.line = line;
    this.byte = byte;
    this.tag = tag;
  }

  /** Something begins that cannot stand in a dump: if one is open, Java broke it off. */
  breakOff(reason = NOT_TO_ITS_END): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.rejects.add(this.line, this.byte, reason, this.tag, 0, this.tag.length);
  }

  /** The field of that name, as a number for {@link set}; -1 when it is not read. */
  fieldAt(bytes: Uint8Array, nameStart: number, nameEnd: number): number {
    return fields.findIndex((field) => field.is(bytes, nameStart, nameEnd));
  }

  set(field: number, bytes: Uint8Array, length: number): void {
    this.texts.set(fieldNames[field]!, decodeText(bytes.subarray(0, length)));
  }

  /** The end tag: the dump becomes a reading, counts as an error of the agent, or is rejected. */
  end(): void {
    const problem = this.keep();
    if (problem !== null) this.breakOff(problem);
    this.isOpen = false;
  }

  /** @returns what is wrong with it */
  private keep(): string | null {
    const label = this.texts.get('label');
    const elapsed = this.texts.get('elapsedTime')?.trim();
    // All three are the same in files of the plugin; ts is the time at which the agent was asked.
    const stamp = (
      this.texts.get('ts') ??
      this.texts.get('timeStamp') ??
      this.texts.get('startTime')
    )?.trim();
    if (label === undefined) return 'a PerfMon reading without a label';
    if (elapsed === undefined) return 'a PerfMon reading without elapsedTime, which holds its value';
    if (!WHOLE_NUMBER.test(elapsed))
      return `elapsedTime of a PerfMon reading is no whole number: "${elapsed.slice(0, 40)}"`;
    if (stamp !== undefined && !WHOLE_NUMBER.test(stamp))
      return `the time of a PerfMon reading is no whole number: "${stamp.slice(0, 40)}"`;
    if (this.texts.get('success') === 'false') {
      this.points.addError(this.texts.get('responseMessage') ?? '');
      return null;
    }
    const us = stamp === undefined ? Number.NaN : Number(stamp) * 1000;
    if (us < this.firstUs) this.firstUs = us;
    if (us > this.lastUs) this.lastUs = us;
    this.points.add(this.points.seriesOf(perfmonSourceOfAny(label)), us, Number(elapsed));
    return null;
  }
}
