import type { ComparedMetric } from '#shared/model/comparison.ts';
import type { Quantity } from './quantity.ts';

/** A rule of a gate as its parts; docs/gates.md describes the language. */

export type Operator = '<' | '<=' | '>' | '>=';

/** What a figure is taken of: every transaction by itself, all that is counted together, or the one of this label. */
export type Target =
  { readonly kind: 'each' } | { readonly kind: 'all' } | { readonly kind: 'label'; readonly label: string };

export type Figure =
  | { readonly kind: 'percentile'; readonly percentile: number }
  | { readonly kind: 'mean' | 'median' | 'min' | 'max' };

/**
 * `over`: the figure of every stretch of this length must keep the limit. `for`: a breach counts only when it lasts this
 * long without a break.
 */
export interface RuleWindow {
  readonly kind: 'over' | 'for';
  readonly duration: Quantity;
}

export interface Limit {
  readonly operator: Operator;
  readonly limit: Quantity;
}

export interface LatencyClause extends Limit {
  readonly kind: 'latency';
  readonly figure: Figure;
  /** Null: not written; each transaction. */
  readonly target: Target | null;
  readonly window: RuleWindow | null;
}

export interface ErrorRateClause extends Limit {
  readonly kind: 'error-rate';
  /** Null: not written; all together. */
  readonly target: Target | null;
  readonly window: RuleWindow | null;
}

export interface ThroughputClause {
  readonly kind: 'throughput';
  /** Null: not written; all together. */
  readonly target: Target | null;
  readonly operator: Operator;
  /** `2x`; null: not written. */
  readonly factor: number | null;
  /** A rate, or the expected load that the file names. */
  readonly load: Quantity | 'expected';
  readonly withinSlo: boolean;
  readonly window: RuleWindow | null;
}

export interface ApdexClause extends Limit {
  readonly kind: 'apdex';
  /** T; null: not written, the default. */
  readonly t: Quantity | null;
  /** Null: not written; all together. */
  readonly target: Target | null;
}

export interface ChecksClause extends Limit {
  readonly kind: 'checks';
  /** Null: all checks together. */
  readonly name: string | null;
}

export type MetricFigure =
  Figure | { readonly kind: 'total' } | { readonly kind: 'share' } | { readonly kind: 'last' };

export interface MetricClause extends Limit {
  readonly kind: 'metric';
  readonly name: string;
  /** Null: not written; by the kind of the metric. */
  readonly figure: MetricFigure | null;
  /** Nothing is said about a run that does not have the metric. */
  readonly ifPresent: boolean;
}

export interface TrendClause {
  readonly kind: 'metric-trend';
  readonly name: string;
  readonly ifPresent: boolean;
}

export interface RegressionClause {
  readonly kind: 'regression';
  readonly metrics: readonly ComparedMetric[];
  /** Null: not written; each transaction. */
  readonly target: Target | null;
  readonly limit: Quantity;
  /** Changes within this many ms count for nothing; null: not written, the default. */
  readonly floor: Quantity | null;
}

export interface ComparableClause {
  readonly kind: 'comparable';
}

export type Clause =
  | LatencyClause
  | ErrorRateClause
  | ThroughputClause
  | ApdexClause
  | ChecksClause
  | MetricClause
  | TrendClause
  | RegressionClause
  | ComparableClause;

/** All of them must hold. */
export interface Rule {
  readonly clauses: readonly Clause[];
}

/** The percentile that a figure is; null for those that are none. The median is one. */
export function percentileOfFigure(figure: MetricFigure): number | null {
  if (figure.kind === 'percentile') return figure.percentile;
  return figure.kind === 'median' ? 50 : null;
}
