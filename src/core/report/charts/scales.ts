/** Positions of values on an axis, and round values to label it with. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

export function linearScale(low: number, high: number, from: number, to: number, wanted: number): Scale {
  const span = high - low || 1;
  return {
    at: (value) => from + ((value - low) / span) * (to - from),
    ticks: roundTicks(low, low + span, wanted),
  };
}

/** @param low above 0 */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const [a, b] = [Math.log(low), Math.log(high)];
  const span = b - a || 1;
  return {
    at: (value) => from + ((Math.log(Math.max(value, low)) - a) / span) * (to - from),
    ticks: logTicks(low, high),
  };
}

const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Ends of an axis that hold all values and have one or two digits. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of ROUND) if (value <= factor * power * (1 + 1e-9)) return factor * power;
  return 10 * power;
}

export function roundDown(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [...ROUND].reverse()) if (value >= factor * power * (1 - 1e-9)) return factor * power;
  return power;
}

function roundTicks(low: number, high: number, wanted: number): number[] {
  const step = roundStep((high - low) / Math.max(1, wanted));
  const ticks: number[] = [];
  for (let place = Math.ceil(low / step - 1e-9); place * step <= high * (1 + 1e-9) + 1e-12; place++)
    ticks.push(Number((place * step).toPrecision(12)));
  return ticks;
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  const decades = Math.log10(high / low);
  const factors = decades > 5 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++)
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(6));
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  return ticks;
}

const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** Whole seconds, minutes or hours since the start, in ms. */
export function timeTicks(endMs: number, wanted: number): number[] {
  const seconds = endMs / 1000;
  const step =
    TIME_STEPS.find((each) => seconds / each <= wanted) ?? Math.ceil(seconds / wanted / 86_400) * 86_400;
  const ticks: number[] = [];
  for (let at = 0; at <= seconds * (1 + 1e-9); at += step) ticks.push(at * 1000);
  return ticks;
}
