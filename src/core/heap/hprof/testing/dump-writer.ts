/** Writes small HPROF dumps with known truths, big-endian, with ids of four or eight bytes. */
export class DumpWriter {
  readonly #idBytes: 4 | 8;
  readonly #bytes: number[] = [];
  #nextText = 0x1000;

  constructor(idBytes: 4 | 8, version = '1.0.2') {
    this.#idBytes = idBytes;
    this.#bytes.push(...new TextEncoder().encode(`JAVA PROFILE ${version}`), 0);
    this.#u32(this.#bytes, idBytes);
    this.#u32(this.#bytes, 0x190);
    this.#u32(this.#bytes, 0);
  }

  /** @returns id of the text */
  text(value: string): number {
    const id = this.#nextText++;
    this.#record(0x01, [...this.ids(id), ...new TextEncoder().encode(value)]);
    return id;
  }

  loadClass(classId: number, nameId: number): this {
    return this.#record(0x02, [
      ...this.words(1),
      ...this.ids(classId),
      ...this.words(0),
      ...this.ids(nameId),
    ]);
  }

  /** A segment of a dump (or an undivided dump) with these parts. `length` lies where it is given. */
  segment(parts: readonly (readonly number[])[], tag = 0x1c, length?: number): this {
    return this.#record(tag, parts.flat(), length);
  }

  end(): this {
    return this.#record(0x2c, []);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  root(id: number, tag = 0xff, words = 0): number[] {
    return [tag, ...this.ids(id), ...this.words(...new Array<number>(words).fill(1))];
  }

  /** Fields are `[name, type]`; statics are references. */
  classDump(
    id: number,
    superId: number,
    fields: readonly (readonly [number, number])[],
    statics: readonly (readonly [number, number])[] = [],
  ): number[] {
    const head = [
      0x20,
      ...this.ids(id),
      ...this.words(0),
      ...this.ids(superId, 0, 0, 0, 0, 0),
      ...this.words(0),
    ];
    const staticBytes = statics.flatMap(([name, target]) => [...this.ids(name), 2, ...this.ids(target)]);
    const fieldBytes = fields.flatMap(([name, type]) => [...this.ids(name), type]);
    return [...head, 0, 0, 0, statics.length, ...staticBytes, 0, fields.length, ...fieldBytes];
  }

  instance(id: number, classId: number, values: readonly number[]): number[] {
    return [
      0x21,
      ...this.ids(id),
      ...this.words(0),
      ...this.ids(classId),
      ...this.words(values.length),
      ...values,
    ];
  }

  objectArray(id: number, classId: number, elements: readonly number[]): number[] {
    const head = [...this.ids(id), ...this.words(0, elements.length), ...this.ids(classId)];
    return [0x22, ...head, ...this.ids(...elements)];
  }

  primitiveArray(id: number, type: number, length: number, data: readonly number[]): number[] {
    return [0x23, ...this.ids(id), ...this.words(0, length), type, ...data];
  }

  ids(...values: readonly number[]): number[] {
    return values.flatMap((value) =>
      this.#idBytes === 4
        ? this.words(value)
        : [...this.words(Math.floor(value / 2 ** 32)), ...this.words(value)],
    );
  }

  words(...values: readonly number[]): number[] {
    return values.flatMap((value) => [24, 16, 8, 0].map((shift) => ((value >>> 0) >>> shift) & 0xff));
  }

  #record(tag: number, body: readonly number[], length = body.length): this {
    this.#bytes.push(tag, ...this.words(0, length), ...body);
    return this;
  }

  #u32(out: number[], value: number): void {
    out.push(...this.words(value));
  }
}
