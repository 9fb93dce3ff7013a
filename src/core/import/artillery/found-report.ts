import type { NewAggregate, NewReport } from '../aggregates.ts';
import type { NewMetric, NewTransaction } from '../importer.ts';

/** Artillery reports every ten seconds; there is no option for it. */
export const PERIOD_MS = 10_000;

/** What a report of either generation says. */
export interface FoundReport {
  readonly report: NewReport & { readonly aggregates: readonly NewAggregate[] };
  readonly transactions: readonly NewTransaction[];
  readonly metrics: readonly NewMetric[];
  /** Failures that may be of the same requests as others. */
  readonly countedTwice: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly firstInstantUs: number | null;
  readonly lastInstantUs: number | null;
}
