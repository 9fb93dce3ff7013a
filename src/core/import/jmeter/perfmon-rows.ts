import type { ByteDictionary } from '../byte-dictionary.ts';
import { decodeText } from '../jmeter-csv/cell-text.ts';
import { perfmonSourceOf } from './perfmon-label.ts';
import type { PerfmonPoints, PerfmonSeries } from './perfmon-points.ts';
import type { RowBlock } from './row-block.ts';
import { CODE, ELAPSED, LABEL, MESSAGE, NONE, STARTED_AT, THREAD } from './row-places.ts';

/** The value that the plugin writes for an error: -1, times 1,000. */
const ERROR_ELAPSED = -1000;

/** What a row is to PerfMon. */
export type PerfmonRowKind = 'reading' | 'error' | 'perhaps' | 'no';

/**
 * Tells rows of the PerfMon plugin from samples, and keeps their readings. Such a row has a label of the plugin, no thread
 * (threads of the test do not take readings), no response code and no message; every real sample has a thread name.
 */
export class PerfmonRows {
  /** Rows that look like readings, but the file does not hold what would tell. They are kept as samples. */
  doubtfulRows = 0;
  /** The file is known to be of PerfMon: a label of the plugin is enough. */
  readonly certainByLabel: boolean;
  private readonly points: PerfmonPoints;
  private readonly labels: ByteDictionary;
  private readonly messages: ByteDictionary;
  /** By entry of the label dictionary, once it was looked at: whether it is one of the plugin. */
  private readonly known: (boolean | undefined)[] = [];
  private readonly series: (PerfmonSeries | undefined)[] = [];

  constructor(
    points: PerfmonPoints,
    labels: ByteDictionary,
    messages: ByteDictionary,
    certainByLabel: boolean,
  ) {
    this.points = points;
    this.labels = labels;
    this.messages = messages;
    this.certainByLabel = certainByLabel;
  }

  /** @param hasThread false when it is not written on which thread the sample ran */
  kindOf(block: RowBlock, row: number, hasThread: boolean): PerfmonRowKind {
    const { texts } = block;
    const threadless = hasThread && texts[THREAD]![row] === NONE;
    if (hasThread && !threadless) return 'no';
    const isError =
      threadless &&
      block.ok[row] === 0 &&
      block.numbers[ELAPSED]![row] === ERROR_ELAPSED &&
      texts[MESSAGE]![row]! >= 0;
    if (isError) return 'error';
    if (!this.isLabel(texts[LABEL]![row]!)) return 'no';
    if (this.certainByLabel) return 'reading';
    if (!threadless) return 'perhaps';
    return texts[CODE]![row]! < 0 && texts[MESSAGE]![row]! < 0 ? 'reading' : 'no';
  }

  /** Keeps a row as a reading, or counts it as an error. */
  take(block: RowBlock, row: number, kind: 'reading' | 'error'): void {
    const message = block.texts[MESSAGE]![row]!;
    const thousandfold = block.numbers[ELAPSED]![row]!;
    if (kind === 'error' || Number.isNaN(thousandfold)) {
      this.points.addError(message < 0 ? '' : decodeText(this.messages.textAt(message)));
      return;
    }
    const label = block.texts[LABEL]![row]!;
    this.points.add(this.seriesOf(label), block.numbers[STARTED_AT]![row]!, thousandfold);
  }

  private isLabel(label: number): boolean {
    if (label < 0) return false;
    return (this.known[label] ??= perfmonSourceOf(this.textOf(label)) !== null);
  }

  private seriesOf(label: number): PerfmonSeries | null {
    const known = this.series[label];
    if (known !== undefined) return known;
    const source = perfmonSourceOf(this.textOf(label));
    const series = source === null ? null : this.points.seriesOf(source);
    if (series !== null) this.series[label] = series;
    return series;
  }

  private textOf(label: number): string {
    return decodeText(this.labels.textAt(label));
  }
}
