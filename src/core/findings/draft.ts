import type {
  Finding,
  FindingEvidence,
  FindingEvidenceKind,
  FindingFigure,
  FindingOption,
  FindingQuery,
  FindingSettings,
  FindingTransaction,
  FigureUnit,
} from '#shared/model/finding.ts';
import type { EvidenceBundle, RowFigures, RunEvidence, SpanFigures } from './evidence.ts';

/** A finding as a rule makes it: with its subject, from which the id comes. */
export interface FindingDraft extends Omit<Finding, 'id'> {
  /** What it is about, the same for whichever run: a label, a metric, a code. */
  readonly subject: string;
  /** Gates that say the same: they get no finding of their own. */
  readonly gates?: readonly string[];
  /** Metrics whose gates are told by this. */
  readonly metrics?: readonly string[];
}

export interface RuleOutcome {
  readonly findings: readonly FindingDraft[];
  /** What the rule could not look at, and what it would take. */
  readonly notMeasured: readonly string[];
}

export const SILENT: RuleOutcome = { findings: [], notMeasured: [] };

/** About one run by itself. */
export type RunRule = (run: RunEvidence, settings: FindingSettings, bundle: EvidenceBundle) => RuleOutcome;
/** About everything together. */
export type BundleRule = (bundle: EvidenceBundle, settings: FindingSettings) => RuleOutcome;

export function findingId({ rule, subject }: Pick<FindingDraft, 'rule' | 'subject'>): string {
  return `${rule}:${subject}`;
}

export function found(...findings: readonly FindingDraft[]): RuleOutcome {
  return { findings, notMeasured: [] };
}

/** A figure of the run alone. */
export function figure(
  name: string,
  unit: FigureUnit,
  value: number | null,
  interval: readonly [number | null, number | null] | null = null,
): FindingFigure {
  return {
    name,
    unit,
    baseline: null,
    value,
    change: null,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
  };
}

/** A figure of both sides; the interval is of the change. */
export function change(
  name: string,
  unit: FigureUnit,
  baseline: number | null,
  value: number | null,
  interval: readonly [number, number] | null = null,
): FindingFigure {
  const isShare = unit === 'ratio';
  const delta =
    baseline === null || value === null || (!isShare && baseline === 0)
      ? null
      : isShare
        ? value - baseline
        : value / baseline - 1;
  return {
    name,
    unit,
    baseline,
    value,
    change: delta,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
  };
}

export function evidence(
  id: string,
  kind: FindingEvidenceKind,
  label: string,
  figures: readonly FindingFigure[],
  query: FindingQuery,
): FindingEvidence {
  return { id, kind, label, figures, query };
}

export function option(
  action: string,
  tradeOff: string,
  { expected = null, effort = null }: { expected?: string | null; effort?: string | null } = {},
): FindingOption {
  return { action, expected, effort, tradeOff };
}

/** The transaction of a row; none for all together. */
export function transactionOf({ run }: RunEvidence, row: RowFigures): FindingTransaction[] {
  return row.id === null ? [] : [{ id: row.id, runId: run.id, label: row.label }];
}

export function transactionsById(evidenceOf: RunEvidence, ids: readonly number[]): FindingTransaction[] {
  return ids.flatMap((id) => {
    const row = evidenceOf.whole.rows.get(id);
    return row === undefined ? [] : transactionOf(evidenceOf, row);
  });
}

/** Rows of headline figures, the largest first. */
export function countedRows({ rows }: SpanFigures): RowFigures[] {
  return [...rows.values()]
    .filter(({ counted }) => counted)
    .sort((a, b) => (b.samples ?? 0) - (a.samples ?? 0) || (a.label < b.label ? -1 : 1));
}

/** `p95`, `samples` and the like of one row, for a line of evidence. */
export function rowFigures(row: RowFigures): FindingFigure[] {
  return [
    figure('samples', 'count', row.samples),
    figure('p50', 'ms', row.p50Ms),
    figure('p95', 'ms', row.p95Ms),
    figure('p99', 'ms', row.p99Ms),
    figure('error rate', 'ratio', row.errorRate),
  ];
}
