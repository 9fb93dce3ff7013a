import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { filterKey, wholeRun, type SampleFilter, type TimeSpan } from '#shared/model/filter.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { DEFAULT_APDEX_T_MS, percentileKey, type Statistics } from '#shared/model/statistics.ts';
import type { GatePhase } from './gates-schema.ts';
import { spanText } from './wording.ts';

/** The engine's own methods: gates show the same figures as every screen. */
export type AskEngine = <M extends EngineMethod>(
  method: M,
  params: EngineParams<M>,
) => Promise<EngineResult<M>>;

/** What part of the run is judged. */
export type Scope =
  | { readonly time: TimeSpan | null; readonly words: string; readonly missing: null }
  /** There is no such part: why, and what would settle it. */
  | { readonly time: null; readonly words: string; readonly missing: string };

export interface Interval {
  readonly lowMs: number;
  readonly highMs: number;
}

/** Figures of the run that is judged, each asked of the engine once. */
export class RunFigures {
  readonly run: Run;
  readonly transactions: readonly Transaction[];
  private readonly ask: AskEngine;
  private readonly percentiles: readonly number[];
  private readonly answers = new Map<string, Promise<unknown>>();

  /** @param percentiles all that rules ask for */
  constructor(
    ask: AskEngine,
    run: Run,
    transactions: readonly Transaction[],
    percentiles: readonly number[],
  ) {
    this.ask = ask;
    this.run = run;
    this.transactions = transactions;
    this.percentiles = percentiles.length === 0 ? [95] : percentiles;
  }

  get isReport(): boolean {
    return this.run.granularity === 'aggregated';
  }

  async scope(phase: GatePhase): Promise<Scope> {
    // A report has no instants: what it says is of the whole run.
    if (this.isReport) return { time: null, words: 'whole run, as the report has it', missing: null };
    if (phase === 'all') return { time: null, words: 'whole run', missing: null };
    const { steady, note } = await this.phases();
    if (steady !== null) return { time: steady, words: `steady phase, ${spanText(steady)}`, missing: null };
    const why = note === null ? '' : ` (${note.replace(/\.$/u, '')})`;
    return {
      time: null,
      words: 'steady phase',
      missing: `no steady phase was found${why}. Test longer under constant load, set the phases by hand, or judge the whole run with "phase: all"`,
    };
  }

  phases(): Promise<PhaseReport> {
    return this.once('phases', () => this.ask('phases.get', { runId: this.run.id }));
  }

  /** @param transactions null: what the run counts */
  summary(
    time: TimeSpan | null,
    transactions: readonly number[] | null,
    apdexTMs = DEFAULT_APDEX_T_MS,
  ): Promise<LatencySummary> {
    const filter = this.filter(time, transactions);
    return this.once(`summary ${apdexTMs} ${filterKey(filter)}`, () =>
      this.ask('latency.summary', {
        filter,
        percentiles: [...this.percentiles],
        estimator: 'type7',
        apdexTMs,
        jmeterCompatible: false,
      }),
    );
  }

  /** 95 % intervals by transaction, null for all together; empty where nothing can be said. */
  async intervals(
    time: TimeSpan | null,
    transactions: readonly number[] | null,
    percentile: number,
  ): Promise<ReadonlyMap<number | null, Interval>> {
    if (this.isReport) return new Map();
    const filter = this.filter(time, transactions);
    const { table } = await this.once(`intervals ${filterKey(filter)}`, () =>
      this.ask('diagnostics.intervals', { filter, percentiles: [...this.percentiles] }),
    );
    const key = percentileKey(percentile);
    const [id, low, high] = ['id', `low:${key}`, `high:${key}`].map((name) => numberColumn(table, name));
    const out = new Map<number | null, Interval>();
    for (let row = 0; row < table.rowCount; row++) {
      const [lowMs, highMs] = [numberAt(low!, row), numberAt(high!, row)];
      if (lowMs !== null && highMs !== null) out.set(numberAt(id!, row), { lowMs, highMs });
    }
    return out;
  }

  /** Answers of the same key are the same. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    this.answers.set(key, answer);
    return answer;
  }

  filter(time: TimeSpan | null, transactions: readonly number[] | null): SampleFilter {
    return {
      ...wholeRun(this.run.id),
      time,
      transactions: transactions === null ? null : [...transactions].sort((a, b) => a - b),
    };
  }
}

/** Figures of one transaction, or of several together. */
export interface TargetFigures {
  /** Null: several together. */
  readonly id: number | null;
  readonly subject: string;
  readonly figures: Pick<
    Statistics,
    'samples' | 'failures' | 'errorRate' | 'minMs' | 'meanMs' | 'maxMs' | 'percentilesMs' | 'throughputPerSec'
  > & { readonly apdexScore: number | null };
}

export function overallFigures(summary: LatencySummary, subject: string): TargetFigures {
  return {
    id: null,
    subject,
    figures: { ...summary.overall, apdexScore: summary.overall.apdex?.score ?? null },
  };
}

/** By transaction, those that have samples. */
export function rowFigures({ transactions: table, percentiles }: LatencySummary): Map<number, TargetFigures> {
  const id = numberColumn(table, 'id');
  const label = textColumn(table, 'label');
  const out = new Map<number, TargetFigures>();
  for (let row = 0; row < table.rowCount; row++) {
    const key = numberAt(id, row);
    if (key === null) continue;
    out.set(key, { id: key, subject: textAt(label, row) ?? '', figures: figuresAt(table, row, percentiles) });
  }
  return out;
}

function figuresAt(
  table: ColumnTable,
  row: number,
  percentiles: readonly number[],
): TargetFigures['figures'] {
  const at = (name: string): number | null => numberAt(numberColumn(table, name), row);
  return {
    samples: at('samples'),
    failures: at('failures'),
    errorRate: at('errorRate'),
    minMs: at('minMs'),
    meanMs: at('meanMs'),
    maxMs: at('maxMs'),
    throughputPerSec: at('throughputPerSec'),
    apdexScore: at('apdex'),
    percentilesMs: Object.fromEntries(
      percentiles.map((percentile) => {
        const key = percentileKey(percentile);
        return [key, at(`p:${key}`)];
      }),
    ),
  };
}
