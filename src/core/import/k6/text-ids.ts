import { ByteDictionary, hashBytes, type IdAllocator, type NewTexts } from '../byte-dictionary.ts';

/** Numbers for texts that are at hand as strings. One dictionary serves all text columns: they share one table. */
export class TextIds {
  private readonly dictionary: ByteDictionary;
  private readonly encoder = new TextEncoder();

  constructor(ids: IdAllocator) {
    this.dictionary = new ByteDictionary(ids);
  }

  idOf(text: string): number {
    const bytes = this.encoder.encode(text);
    return this.dictionary.idOf(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  takeNew(): NewTexts[] {
    return this.dictionary.takeNew();
  }
}
