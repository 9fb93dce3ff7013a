import type { TextTable } from './profile.ts';

/** Texts with a number each, in the order in which they came. */
export class TextInterner implements TextTable {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];

  get count(): number {
    return this.texts.length;
  }

  idOf(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.ids.set(text, id);
    this.texts.push(text);
    return id;
  }

  at(id: number): string {
    const text = this.texts[id];
    if (text === undefined) throw new RangeError(`There is no text ${id}`);
    return text;
  }
}
