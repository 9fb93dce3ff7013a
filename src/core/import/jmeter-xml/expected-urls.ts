import { LABEL, NONE, URL } from '../jmeter/row-places.ts';
import { URL_END } from './element-names.ts';
import type { SampleRows } from './sample-rows.ts';
import { MORE_BYTES } from './sample-tag.ts';

/** The URLs of samples mostly are those that their labels had before: then they are compared, not decoded and looked up. */
export class ExpectedUrls {
  private readonly rows: SampleRows;
  /** Entries of the URL dictionary by label. */
  private urlOfLabel = new Int32Array(1024).fill(NONE);
  private generation = 0;

  constructor(rows: SampleRows) {
    this.rows = rows;
  }

  /**
   * Gives a row the URL that its label had before, if that and the end tag stand at `start`.
   * @returns the byte behind the end tag; {@link MORE_BYTES} when something else stands there
   */
  read(words: DataView, start: number, limit: number, row: number): number {
    const { rows } = this;
    const { texts } = rows.block;
    const label = texts[LABEL]![row]!;
    this.dropStale();
    const url = label >= 0 && label < this.urlOfLabel.length ? this.urlOfLabel[label]! : NONE;
    if (url < 0) return MORE_BYTES;
    const dictionary = rows.dictionaryOf(URL);
    const end = start + dictionary.lengthAt(url);
    if (!URL_END.standsAt(words, end, limit) || !dictionary.matches(url, words, start)) return MORE_BYTES;
    texts[URL]![row] = url;
    return end + URL_END.length;
  }

  remember(row: number): void {
    const { texts } = this.rows.block;
    const label = texts[LABEL]![row]!;
    if (label < 0) return;
    this.dropStale();
    if (label >= this.urlOfLabel.length) {
      const larger = new Int32Array(Math.max(label + 1, 2 * this.urlOfLabel.length)).fill(NONE);
      larger.set(this.urlOfLabel);
      this.urlOfLabel = larger;
    }
    this.urlOfLabel[label] = texts[URL]![row]!;
  }

  private dropStale(): void {
    if (this.generation === this.rows.generation) return;
    this.generation = this.rows.generation;
    this.urlOfLabel.fill(NONE);
  }
}
