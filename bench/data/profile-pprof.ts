import type { WalkedStacks } from './profile-walk.ts';

type Put = (piece: Uint8Array) => void;

/** Fields of `Profile` in google/pprof proto/profile.proto. */
const SAMPLE_TYPE = 1;
const SAMPLE = 2;
const MAPPING = 3;
const LOCATION = 4;
const FUNCTION = 5;
const STRING = 6;

/** A pprof profile of CPU time, ns. Samples come before the tables that they point into, as Go writes them. */
export class PprofWriter {
  readonly #walk: WalkedStacks;
  readonly #intervalNs: number;

  constructor(walk: WalkedStacks, intervalNs: number) {
    this.#walk = walk;
    this.#intervalNs = intervalNs;
  }

  begin(put: Put): void {
    // samples/count and cpu/nanoseconds; texts 1 to 4.
    put(message(SAMPLE_TYPE, [...number(1, 1), ...number(2, 2)]));
    put(message(SAMPLE_TYPE, [...number(1, 3), ...number(2, 4)]));
  }

  sample(_index: number, put: Put): void {
    const frames = this.#walk.next();
    const locations: number[] = [];
    for (let at = frames.length - 1; at >= 0; at--) varint(frames[at]! + 1, locations);
    const values: number[] = [];
    varint(1, values);
    varint(this.#intervalNs, values);
    put(message(SAMPLE, [...packed(1, locations), ...packed(2, values)]));
  }

  end(samples: number, put: Put): number {
    const { functions } = this.#walk;
    const texts = ['', 'samples', 'count', 'cpu', 'nanoseconds', '/opt/shop/bin/server'];
    const firstName = texts.length;
    put(message(MAPPING, [...number(1, 1), ...number(5, 5)]));
    for (let own = 0; own < functions; own++) {
      texts.push(this.#walk.nameOf(own));
      put(
        message(LOCATION, [
          ...number(1, own + 1),
          ...number(2, 1),
          ...number(3, 0x40_0000 + own * 64),
          ...packed(4, number(1, own + 1)),
        ]),
      );
      put(
        message(FUNCTION, [...number(1, own + 1), ...number(2, firstName + own), ...number(5, own % 2000)]),
      );
    }
    for (const text of texts) put(message(STRING, [...Buffer.from(text)]));
    return samples * this.#intervalNs;
  }
}

function message(field: number, bytes: readonly number[]): Uint8Array {
  return Uint8Array.from(packed(field, bytes));
}

/** A field of wire type 2. */
function packed(field: number, bytes: readonly number[]): number[] {
  const out: number[] = [];
  varint((field << 3) | 2, out);
  varint(bytes.length, out);
  return [...out, ...bytes];
}

/** A field of wire type 0. */
function number(field: number, value: number): number[] {
  const out: number[] = [];
  varint(field << 3, out);
  varint(value, out);
  return out;
}

function varint(value: number, out: number[]): void {
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}
