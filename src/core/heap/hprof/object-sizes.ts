import { OBJECT_TYPE, primitiveTypes } from './hprof-records.ts';

/**
 * How large objects are in the virtual machine. Dumps hold values, not sizes, so a layout is assumed (formats, section 11): HotSpot's,
 * every object at a multiple of eight bytes.
 */
export interface ObjectLayout {
  readonly name: string;
  readonly header: number;
  readonly arrayHeader: number;
  readonly reference: number;
}

const layouts = {
  compressed: { name: '64 bits, compressed references', header: 12, arrayHeader: 16, reference: 4 },
  wide: { name: '64 bits, full references', header: 16, arrayHeader: 24, reference: 8 },
  narrow: { name: '32 bits', header: 8, arrayHeader: 12, reference: 4 },
} as const satisfies Record<string, ObjectLayout>;

/** Compressed references reach so far. */
const COMPRESSED_REACH = 32 * 2 ** 30;

/**
 * Finds the layout from arrays that are followed by another object: objects lie in the file as they lie in memory, so the distance of
 * their addresses tells how much room a reference takes.
 */
export class LayoutVotes {
  #compressed = 0;
  #wide = 0;
  #narrow = 0;
  #lowest = Infinity;
  #highest = 0;

  /** @param references of an object array at `address`; the next object of the file lies at `next` */
  vote(address: number, references: number, next: number): void {
    const distance = next - address;
    if (distance === aligned(layouts.compressed.arrayHeader + 4 * references)) this.#compressed += 1;
    if (distance === aligned(layouts.wide.arrayHeader + 8 * references)) this.#wide += 1;
    if (distance === aligned(layouts.narrow.arrayHeader + 4 * references)) this.#narrow += 1;
  }

  seen(address: number): void {
    if (address < this.#lowest) this.#lowest = address;
    if (address > this.#highest) this.#highest = address;
  }

  layout(idBytes: number): ObjectLayout {
    if (idBytes === 4) {
      // Some agents write compressed references as ids of four bytes.
      return this.#compressed > this.#narrow ? layouts.compressed : layouts.narrow;
    }
    if (this.#compressed !== this.#wide)
      return this.#compressed > this.#wide ? layouts.compressed : layouts.wide;
    return this.#highest - this.#lowest > COMPRESSED_REACH ? layouts.wide : layouts.compressed;
  }
}

export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** Bytes that a field takes. */
export function fieldBytes(type: number, layout: ObjectLayout): number {
  return type === OBJECT_TYPE ? layout.reference : (primitiveTypes.get(type)?.bytes ?? 0);
}
