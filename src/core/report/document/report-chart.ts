import type { Verdict } from '#shared/model/comparison.ts';
import type { PhaseKind } from '#shared/model/phases.ts';

/** Charts of a report as data; `core/report/charts` draws them. */

/** What a line or bar stands for; it decides colour and dash, so that a chart can be read in grey. */
export type SeriesRole =
  'baseline' | 'candidate' | 'p50' | 'p90' | 'p95' | 'p99' | 'throughput' | 'errors' | 'users' | 'other';

export interface ChartLine {
  readonly name: string;
  readonly role: SeriesRole;
  readonly x: readonly number[];
  /** Null breaks the line. */
  readonly y: readonly (number | null)[];
}

export interface ForestRow {
  readonly label: string;
  /** `597 → 737` */
  readonly figures: string;
  /** Ratios: 0.24 is 24 %. Null: not known. */
  readonly delta: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
  /** `regressed`, `inconclusive, about 27 more min` */
  readonly words: string;
}

export interface ForestChart {
  readonly kind: 'forest';
  readonly columnTitle: string;
  /** Half width of the band of no change, as a ratio. */
  readonly margin: number;
  readonly rows: readonly ForestRow[];
}

export interface TimeChart {
  readonly kind: 'time';
  /** x in ms since the start of the run. */
  readonly lines: readonly ChartLine[];
  readonly yTitle: string;
  readonly scale: 'linear' | 'log';
  /** Where 1 stands for 100 %. */
  readonly ratio: boolean;
  readonly phases: readonly { readonly kind: PhaseKind; readonly fromMs: number; readonly toMs: number }[];
  readonly endMs: number;
}

export interface CurveChart {
  readonly kind: 'curve';
  /** x: percentile 0..100, y: ms. */
  readonly lines: readonly ChartLine[];
  readonly marked: number;
  /** Right of this percentile fewer than ten samples lie beyond. */
  readonly trustedTo: number | null;
}

export interface ScatterChart {
  readonly kind: 'scatter';
  readonly xTitle: string;
  readonly yTitle: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly role: SeriesRole }[];
}

export interface BarChart {
  readonly kind: 'bars';
  readonly unit: string;
  /** Change is drawn to both sides of zero. */
  readonly signed: boolean;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly text: string;
    readonly role: SeriesRole;
  }[];
}

export interface FlameChart {
  readonly kind: 'flame';
  /** Widths and starts as shares of the whole, 0..1, depth from 0 at the top. */
  readonly boxes: readonly {
    readonly depth: number;
    readonly from: number;
    readonly to: number;
    readonly name: string;
    /** −1 (less in the candidate) to 1 (more); null: no difference is shown. */
    readonly change: number | null;
  }[];
  readonly depth: number;
}

export interface StepChart {
  readonly kind: 'steps';
  /** One line for each class or owner, over the snapshots in order. */
  readonly lines: readonly ChartLine[];
  readonly xTitle: string;
  readonly yTitle: string;
}

export type ReportChart =
  ForestChart | TimeChart | CurveChart | ScatterChart | BarChart | FlameChart | StepChart;
