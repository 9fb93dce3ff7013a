/** Columns whose length is known only at the end of the file; they grow by chunks, not by doubling. */

const CHUNK = 1 << 16;

abstract class GrowingColumn<A extends Uint8Array | Uint32Array | Float64Array> {
  readonly #full: A[] = [];
  #chunk: A;
  #at = 0;

  constructor() {
    this.#chunk = this.allocate(CHUNK);
  }

  protected abstract allocate(length: number): A;

  get length(): number {
    return this.#full.length * CHUNK + this.#at;
  }

  push(value: number): void {
    if (this.#at === CHUNK) {
      this.#full.push(this.#chunk);
      this.#chunk = this.allocate(CHUNK);
      this.#at = 0;
    }
    this.#chunk[this.#at++] = value;
  }

  /** All values, once: the chunks are let go of while they are copied. */
  take(): A {
    const all = this.allocate(this.length);
    let offset = 0;
    for (let chunk = this.#full.shift(); chunk !== undefined; chunk = this.#full.shift()) {
      all.set(chunk, offset);
      offset += CHUNK;
    }
    all.set(this.#chunk.subarray(0, this.#at), offset);
    this.#at = 0;
    return all;
  }
}

export class ByteColumn extends GrowingColumn<Uint8Array> {
  protected allocate(length: number): Uint8Array {
    return new Uint8Array(length);
  }
}

export class Uint32Column extends GrowingColumn<Uint32Array> {
  protected allocate(length: number): Uint32Array {
    return new Uint32Array(length);
  }
}

export class Float64Column extends GrowingColumn<Float64Array> {
  protected allocate(length: number): Float64Array {
    return new Float64Array(length);
  }
}
