import type { Reject } from '#shared/model/run.ts';
import { MAX_KEPT_REJECTS } from './importer.ts';

const RAW_BYTES = 240;

/** Counts rejected rows and keeps the first ones with place, reason and the start of their text. */
export class RejectLog {
  count = 0;
  readonly kept: Reject[] = [];
  private readonly decoder = new TextDecoder('utf-8');

  /**
   * @param line first line of the row, from 1
   * @param byte offset of the row in the unpacked file
   * @param source where the row stands: `source[start..end)`
   */
  add(line: number, byte: number, reason: string, source: Uint8Array, start: number, end: number): void {
    this.count += 1;
    if (this.kept.length >= MAX_KEPT_REJECTS) return;
    const raw = this.decoder.decode(source.subarray(start, Math.min(end, start + RAW_BYTES)));
    this.kept.push({ line, byte, reason, raw: raw.replace(/[\r\n]+$/u, '') });
  }
}
