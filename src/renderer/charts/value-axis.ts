import { scaleLinear, scaleLog } from 'd3';

export type AxisMode = 'linear' | 'log';

export interface ValueTick {
  readonly value: number;
  /** Unlabelled ticks get a fainter line. */
  readonly labelled: boolean;
}

/** A vertical axis: data to px (downwards), back, and the ticks that its height has room for. */
export interface ValueAxis {
  /** NaN stays NaN (d3's scales would answer `undefined`): gaps must reach the drawing. */
  readonly toPx: (value: number) => number;
  readonly toValue: (px: number) => number;
  readonly ticks: readonly ValueTick[];
  readonly domain: readonly [number, number];
}

/** Room that one tick label needs. */
const TICK_PX = 28;
const DECADE = [1, 2, 5, 10] as const;
/** On a logarithmic axis that spans less, 2 and 5 of each decade are drawn as well. */
const SHORT_DECADES = 2.2;
/** From this height of a decade on they are labelled: 1 and 2 stand 0.3 of it apart. */
const SHORT_DECADE_PX = 64;

/** Upper ends of a low lane, which shows no tick between its ends: close to the data, yet quickly read. */
const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/** From zero to a round number at or above `max`. */
export function linearAxis(max: number, topPx: number, bottomPx: number): ValueAxis {
  const count = Math.max(1, Math.min(5, Math.floor((bottomPx - topPx) / TICK_PX)));
  const top = max > 0 ? max : 1;
  const scale = scaleLinear().range([bottomPx, topPx]);
  if (count === 1) scale.domain([0, roundUp(top, ROUND)]);
  else scale.domain([0, top]).nice(count);
  const [from = 0, to = 1] = scale.domain();
  const values = count === 1 ? [from, to] : scale.ticks(count);
  return {
    toPx: (value) => (Number.isNaN(value) ? NaN : scale(value)),
    toValue: (px) => scale.invert(px),
    ticks: values.map((value) => ({ value, labelled: true })),
    domain: [from, to],
  };
}

/**
 * Logarithmic, between the numbers 1, 2, 5 × 10ⁿ around `min` and `max`. Values at or below zero stand on the
 * lower edge: a response time of 0 ms is "less than one tick" and must not vanish.
 * @param min smallest value above zero
 */
export function logAxis(min: number, max: number, topPx: number, bottomPx: number): ValueAxis {
  const low = roundDown(min);
  const high = Math.max(roundUp(max, DECADE), low * 10);
  const scale = scaleLog().domain([low, high]).range([bottomPx, topPx]).clamp(true);
  const decades = Math.log10(high / low);
  const decadePx = (bottomPx - topPx) / decades;
  const labelled = (value: number): boolean => {
    const power = Math.round(Math.log10(value));
    if (Math.abs(value / 10 ** power - 1) < 1e-9) return decadePx >= TICK_PX / 2 || power % 2 === 0;
    return decades < SHORT_DECADES && decadePx > SHORT_DECADE_PX;
  };
  return {
    toPx: (value) => (Number.isNaN(value) ? NaN : scale(Math.max(value, low))),
    toValue: (px) => scale.invert(px),
    ticks: between(low, high).map((value) => ({ value, labelled: labelled(value) })),
    domain: [low, high],
  };
}

/** 1, 2 and 5 × 10ⁿ in `[low, high]`. */
function between(low: number, high: number): number[] {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const digit of DECADE) {
      if (digit === 10) continue;
      const value = digit * 10 ** power;
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) values.push(value);
    }
  }
  return values;
}

function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = value / power;
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
}

function roundUp(value: number, digits: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = digits.find((candidate) => candidate * power >= value * (1 - 1e-12)) ?? 10;
  return digit * power;
}
