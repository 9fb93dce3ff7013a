import type { DifferenceUnit } from '#shared/model/profile-difference.ts';

/** Figures of differences in words. */

const MINUS = '−';
const NS_STEPS: readonly (readonly [number, string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];
const BYTE_STEPS: readonly (readonly [number, string])[] = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [1, 'B'],
];

/** What follows a figure: ` per operation`. */
export function perWords({ per }: DifferenceUnit): string {
  if (per === 'second') return ' per second';
  return per === 'operation' ? ' per operation' : '';
}

/** Figures in one step of their unit, so that they can be compared: `+2.5`, `3.1`. */
export class Figures {
  readonly #divisor: number;
  readonly #name: string;
  readonly #unit: DifferenceUnit;

  /** @param largest decides the step: of 3,100,000 ns, ms */
  constructor(unit: DifferenceUnit, largest: number) {
    this.#unit = unit;
    [this.#divisor, this.#name] = stepOf(unit, Math.abs(largest));
  }

  /** `+2.5` */
  change(value: number): string {
    const text = digits(Math.abs(value) / this.#divisor);
    return `${value < 0 && text !== '0' ? MINUS : '+'}${text}`;
  }

  /** `2.5` */
  plain(value: number): string {
    return digits(value / this.#divisor);
  }

  /** ` ms`, ` points`: what the figures are in. */
  get name(): string {
    return this.#name === '' ? '' : ` ${this.#name}`;
  }

  /** `+3.1 ms per operation` */
  fullChange(value: number): string {
    return `${this.change(value)}${this.name}${perWords(this.#unit)}`;
  }

  /** ` (95 %: +1.9 to +3.2)`; nothing where the interval is not known or has no width. */
  interval(ci95: readonly [number, number] | null): string {
    if (ci95 === null || ci95[0] === ci95[1]) return '';
    return ` (95 %: ${this.change(ci95[0])} to ${this.change(ci95[1])})`;
  }
}

function stepOf({ unit, per }: DifferenceUnit, largest: number): readonly [number, string] {
  // Shares are told in hundredths of everything.
  if (per === 'total') return [0.01, 'points'];
  if (unit === 'ns') return NS_STEPS.find(([size]) => largest >= size) ?? NS_STEPS.at(-1)!;
  if (unit === 'bytes') return BYTE_STEPS.find(([size]) => largest >= size) ?? BYTE_STEPS.at(-1)!;
  return [1, unit === 'count' ? '' : unit];
}

/** Three digits; whole numbers in full. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 999.5) return Math.round(value).toLocaleString('en').replace('-', MINUS);
  const rounded = Number(value.toPrecision(size >= 100 ? 3 : 2));
  return String(rounded).replace('-', MINUS);
}

/** `82 %`, `more than all` */
export function shareWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}
