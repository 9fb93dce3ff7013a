/** Buffers of one size that are kept; the batches that are underway need fewer. */
const MAX_SPARE = 96;

/**
 * Arrays of batches that were stored, for the batches to come. Without it a large file makes gigabytes of garbage, and
 * collecting that takes a tenth of the time of the import. Arrays from here hold old values, not zeros.
 */
export class ArrayPool {
  private readonly spare = new Map<number, ArrayBuffer[]>();

  int32(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.take(length * Int32Array.BYTES_PER_ELEMENT));
  }

  float64(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.take(length * Float64Array.BYTES_PER_ELEMENT));
  }

  uint8(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.take(length));
  }

  /** The caller may not touch the buffer any more. */
  give(buffer: ArrayBuffer): void {
    const list = this.spare.get(buffer.byteLength);
    if (list === undefined) this.spare.set(buffer.byteLength, [buffer]);
    else if (list.length < MAX_SPARE) list.push(buffer);
  }

  private take(bytes: number): ArrayBuffer {
    return this.spare.get(bytes)?.pop() ?? new ArrayBuffer(bytes);
  }
}
