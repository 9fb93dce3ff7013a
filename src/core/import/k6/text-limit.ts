import { MAX_TEXT_BYTES } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';

/** A UTF-16 unit takes at most this many bytes of UTF-8. */
const MAX_UNIT_BYTES = 3;

/** Cuts texts that are longer than what is kept of one, and says so. */
export class TextLimit {
  private readonly encoder = new TextEncoder();
  private room: Uint8Array | null = null;
  private readonly warnings: WarningLog;

  constructor(warnings: WarningLog) {
    this.warnings = warnings;
  }

  /** The text, or as many of its whole characters as fit into {@link MAX_TEXT_BYTES}. */
  clip(text: string): string {
    if (text.length * MAX_UNIT_BYTES <= MAX_TEXT_BYTES) return text;
    this.room ??= new Uint8Array(MAX_TEXT_BYTES);
    const { read } = this.encoder.encodeInto(text, this.room);
    if (read === text.length) return text;
    this.warnings.add('text-cut', `Names or tags longer than ${MAX_TEXT_BYTES >> 10} KiB were cut.`);
    return text.slice(0, read);
  }
}
