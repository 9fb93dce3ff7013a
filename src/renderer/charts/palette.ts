import type { PhaseKind } from '#shared/model/phases.ts';

/** The colours and fonts of a chart: resolved from the CSS tokens once per theme, since a canvas knows no variables. */
export interface ChartPalette {
  readonly background: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly grid: string;
  readonly line: string;
  readonly axis: string;
  readonly accent: string;
  readonly selected: string;
  readonly hover: string;
  readonly bad: string;
  readonly warn: string;
  readonly throughput: string;
  readonly throughputFill: string;
  readonly concurrency: string;
  readonly sideA: string;
  readonly sideB: string;
  readonly sideAText: string;
  readonly sideBText: string;
  /** Marks that decide nothing, and the band of the margin behind them. */
  readonly unknown: string;
  /** Violet ramp by rank: the median first, p99.9 last. */
  readonly percentiles: readonly string[];
  /** Sequential ramp of counts: one sample first. */
  readonly heat: readonly string[];
  /** Colours of things that have no order. */
  readonly categories: readonly string[];
  /** Tints of the phases of a run. */
  readonly phases: Readonly<Record<PhaseKind, string>>;
  readonly fontFamily: string;
}

const eight = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const rampTokens = ['--p50', '--p90', '--p95', '--p99', '--p99-9'] as const;

/** @param token reads a CSS custom property, e.g. `getComputedStyle(root).getPropertyValue` */
export function readPalette(token: (name: string) => string): ChartPalette {
  const read = (name: string): string => token(name).trim();
  return {
    background: read('--bg'),
    text: read('--text'),
    text2: read('--text-2'),
    text3: read('--text-3'),
    grid: read('--grid'),
    line: read('--line'),
    axis: read('--line-strong'),
    accent: read('--accent'),
    selected: read('--selected'),
    hover: read('--hover'),
    bad: read('--bad'),
    warn: read('--warn'),
    throughput: read('--throughput'),
    throughputFill: read('--throughput-fill'),
    concurrency: read('--concurrency'),
    sideA: read('--side-a'),
    sideB: read('--side-b'),
    sideAText: read('--side-a-text'),
    sideBText: read('--side-b-text'),
    unknown: read('--unknown'),
    percentiles: rampTokens.map(read),
    heat: eight.map((step) => read(`--heat-${step}`)),
    categories: eight.map((step) => read(`--category-${step}`)),
    phases: {
      ramp: read('--phase-ramp'),
      'warm-up': read('--phase-warm-up'),
      steady: read('--phase-steady'),
      drift: read('--phase-drift'),
      spike: read('--phase-spike'),
      recovery: read('--phase-recovery'),
      // As in the ribbon: told apart by its word and pattern.
      unjudged: read('--phase-ramp'),
    },
    fontFamily: read('--font-sans'),
  };
}

/** Percentiles between the five of the ramp take the colour of their neighbour; the direct label tells them apart. */
function rampIndex(percentile: number): number {
  if (percentile < 70) return 0;
  if (percentile < 92.5) return 1;
  if (percentile < 97) return 2;
  return percentile < 99.5 ? 3 : 4;
}

export function percentileColour(palette: ChartPalette, percentile: number): string {
  return palette.percentiles[rampIndex(percentile)] ?? palette.text;
}

/** The lightest step of the ramp is a line colour; as text it would miss a contrast of 4.5. */
export function percentileLabelColour(palette: ChartPalette, percentile: number): string {
  return palette.percentiles[Math.max(1, rampIndex(percentile))] ?? palette.text;
}

export function chartFont(palette: ChartPalette, sizePx: number, weight: 400 | 500 | 600 = 400): string {
  return `${weight} ${sizePx}px ${palette.fontFamily}`;
}
