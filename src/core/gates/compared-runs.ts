import { randomUUID } from 'node:crypto';
import { DEFAULT_MARGIN, type Comparison, type ComparedMetric } from '#shared/model/comparison.ts';
import type { Gates } from './gates-file.ts';
import type { GatePhase } from './gates-schema.ts';
import { baseValue } from './quantity.ts';
import type { RegressionClause } from './rule.ts';
import type { AskEngine } from './run-figures.ts';

/** A person reads it in the window and at the command line alike: no words of either. */
export const NO_BASELINE = 'no baseline is named. Name a run as baseline of this scenario';

interface Asked {
  readonly metrics: readonly ComparedMetric[];
  readonly ratio: number;
  readonly ms: number;
}

/** The run that is judged against its baseline; every question is asked of the engine once. */
export class ComparedRuns {
  private readonly ask: AskEngine;
  private readonly gates: Gates;
  private readonly runId: number;
  private readonly baselineRunIds: readonly number[];
  private readonly answers = new Map<string, Promise<Comparison>>();

  constructor(ask: AskEngine, gates: Gates, runId: number, baselineRunIds: readonly number[]) {
    this.ask = ask;
    this.gates = gates;
    this.runId = runId;
    this.baselineRunIds = baselineRunIds;
  }

  /** Why there is nothing to compare with; null when there is. */
  get missing(): string | null {
    if (this.baselineRunIds.length === 0) return NO_BASELINE;
    if (this.baselineRunIds.includes(this.runId))
      return 'this run is its own baseline. Judge another run against it';
    return null;
  }

  regression(clause: RegressionClause, phase: GatePhase): Promise<Comparison> {
    return this.compare(phase, {
      metrics: clause.metrics,
      // The margin of error rates is a share of its own (method A6).
      ratio: clause.metrics.includes('errorRate') ? DEFAULT_MARGIN.ratio : baseValue(clause.limit),
      ms: clause.floor === null ? DEFAULT_MARGIN.ms : baseValue(clause.floor),
    });
  }

  /** Whether the runs can be compared does not depend on metrics: a comparison that is made anyway tells. */
  comparable(phase: GatePhase): Promise<Comparison> {
    for (const gate of this.gates.gates) {
      const clause = gate.parsed.clauses.find((each) => each.kind === 'regression');
      if (clause !== undefined && gate.phase === phase) return this.regression(clause, phase);
    }
    return this.compare(phase, { metrics: ['p95'], ...DEFAULT_MARGIN });
  }

  private compare(phase: GatePhase, { metrics, ratio, ms }: Asked): Promise<Comparison> {
    const key = JSON.stringify([phase, [...metrics].sort(), ratio, ms]);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const { waivers, mapping } = this.gates.comparison;
    const answer = this.ask('compare.run', {
      token: `gates-${randomUUID()}`,
      request: {
        baseline: { runIds: [...this.baselineRunIds], windows: this.baselineRunIds.map(() => phase) },
        candidate: { runIds: [this.runId], windows: [phase] },
        margin: { ratio, ms },
        margins: [],
        waivers,
        mapping,
        metrics: [...metrics],
      },
    });
    this.answers.set(key, answer);
    return answer;
  }
}
