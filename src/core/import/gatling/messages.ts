import { ByteDictionary, type IdAllocator, type NewTexts } from '../byte-dictionary.ts';
import { inUtf8 } from '../jmeter-csv/cell-text.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';
import type { WarningLog } from '../warning-log.ts';

/** Numbers for the messages of failed requests, given as bytes or as strings. */
export class Messages {
  private readonly dictionary: ByteDictionary;
  private readonly warnings: WarningLog;
  private readonly encoder = new TextEncoder();

  constructor(ids: IdAllocator, warnings: WarningLog) {
    this.dictionary = new ByteDictionary(ids);
    this.warnings = warnings;
  }

  /** @param words shows the same memory as `bytes` */
  idOfBytes(bytes: Uint8Array, words: DataView, start: number, end: number): number {
    return this.dictionary.idOf(bytes, start, end, hashText(words, start, end));
  }

  idOf(text: string): number {
    const bytes = this.encoder.encode(text);
    return this.idOfBytes(bytes, new DataView(bytes.buffer), 0, bytes.length);
  }

  /** New messages since the last call, in valid UTF-8. */
  takeNew(): NewTexts[] {
    return this.dictionary.takeNew().map((texts) => {
      const valid = inUtf8(texts);
      if (valid.repaired > 0) {
        this.warnings.add(
          'not-utf8',
          'Texts are not valid UTF-8 and were read as Latin-1: characters of other scripts are wrong.',
          valid.repaired,
        );
      }
      return valid.texts;
    });
  }
}
