/** Columns whose length is known only at the end. They grow by chunks: doubling would need three times the room. */

const CHUNK = 1 << 18;
/** Most profiles are small. */
const FIRST_CHUNK = 1 << 8;

abstract class GrowingColumn<A extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>> {
  private full: A[] = [];
  private before = 0;
  protected chunk: A;
  protected at = 0;

  constructor() {
    this.chunk = this.allocate(FIRST_CHUNK);
  }

  protected abstract allocate(length: number): A;

  get length(): number {
    return this.before + this.at;
  }

  push(value: number): void {
    if (this.at === this.chunk.length) this.next();
    this.chunk[this.at++] = value;
  }

  /** All values; the column is empty afterwards. */
  take(): A {
    return this.takeInto((length) => this.allocate(length));
  }

  /** The same into an array of another kind. */
  takeInto<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(make: (length: number) => T): T {
    const all = make(this.length);
    let offset = 0;
    for (let i = 0; i < this.full.length; i++) {
      const piece = this.full[i]!;
      all.set(piece, offset);
      offset += piece.length;
      // Lets go of each chunk when it is copied.
      this.full[i] = this.allocate(0);
    }
    all.set(this.chunk.subarray(0, this.at), offset);
    this.full = [];
    this.before = 0;
    this.at = 0;
    this.chunk = this.allocate(FIRST_CHUNK);
    return all;
  }

  private next(): void {
    this.full.push(this.chunk);
    this.before += this.at;
    this.chunk = this.allocate(Math.min(CHUNK, this.chunk.length * 4));
    this.at = 0;
  }
}

export class Int32Column extends GrowingColumn<Int32Array<ArrayBuffer>> {
  protected allocate(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(length);
  }
}

export class Float64Column extends GrowingColumn<Float64Array<ArrayBuffer>> {
  protected allocate(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(length);
  }
}

/** Numbers that are mostly whole and small, in half the room until one is not: distances of samples. */
export class NumberColumn {
  private whole: Int32Column | null = new Int32Column();
  private readonly any = new Float64Column();

  get length(): number {
    return this.whole?.length ?? this.any.length;
  }

  push(value: number): void {
    const { whole } = this;
    if (whole !== null) {
      if ((value | 0) === value) {
        whole.push(value);
        return;
      }
      for (const earlier of whole.take()) this.any.push(earlier);
      this.whole = null;
    }
    this.any.push(value);
  }

  /** All values; the column is empty afterwards. */
  take(): Float64Array<ArrayBuffer> {
    return this.whole?.takeInto((length) => new Float64Array(length)) ?? this.any.take();
  }
}
