import type { FindingSettings } from '#shared/model/finding.ts';
import { count, number } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, option, type FindingDraft, type RunRule } from '../draft.ts';
import type { MetricEvidence, RunEvidence } from '../evidence.ts';
import { CACHE, CPU } from '../metric-evidence.ts';

/** What gates say of a metric comes before the thresholds of findings. */
export function gateOutcomeOf(run: RunEvidence, metric: string): 'failed' | 'passed' | 'cannot-tell' | null {
  const outcomes = run.gates.flatMap(({ result, clauses }) => {
    if (
      !clauses.some(
        (clause) => clause.kind === 'metric' && clause.name.toLowerCase() === metric.toLowerCase(),
      )
    )
      return [];
    return result.evidence
      .filter(({ subject }) => {
        const name = subject.toLowerCase();
        return name === metric.toLowerCase() || name.startsWith(`${metric.toLowerCase()} of `);
      })
      .map(({ outcome }) => outcome);
  });
  if (outcomes.length === 0) return null;
  return outcomes.includes('failed') ? 'failed' : outcomes.includes('cannot-tell') ? 'cannot-tell' : 'passed';
}

const LOCAL = /^(localhost|127\.0\.0\.1|::1|0:0:0:0:0:0:0:1)$/iu;
/** Parts of the load of a CPU that are no load by themselves. */
const NOT_BUSY = /idle|steal|wait|nice|irq|throttl|time|count|seconds/iu;
const MIN_READINGS = 10;

/** CPU of the servers above its limit. The machine that makes the load is judged by its own rule. */
export const resourceLimitRule: RunRule = (run, settings) => {
  const readings = run.metrics.filter(
    ({ name, kind, host }) =>
      CPU.test(name) && !NOT_BUSY.test(name) && kind === 'gauge' && !(host !== null && LOCAL.test(host)),
  );
  const busy = readings.filter((metric) => {
    const outcome = gateOutcomeOf(run, metric.name);
    if (outcome === 'passed') return false;
    return isPerCent(metric) && metric.count >= MIN_READINGS && metric.mean > settings.cpuLimit;
  });
  // A gate about it says itself that there is nothing to judge.
  const asked = run.gates.some(({ clauses }) =>
    clauses.some((clause) => clause.kind === 'metric' && CPU.test(clause.name)),
  );
  return {
    findings: busy.map((metric) => cpuDraft(run, metric, settings)),
    notMeasured:
      asked || run.metrics.some(({ name }) => CPU.test(name))
        ? []
        : ['CPU of the servers: no such readings were attached.'],
  };
};

/** Readings that never exceed 1 are shares, or an idle machine: nothing can be told. */
function isPerCent({ max }: MetricEvidence): boolean {
  return max > 1 && max <= 100.5;
}

function cpuDraft(run: RunEvidence, metric: MetricEvidence, { cpuLimit }: FindingSettings): FindingDraft {
  const name = metric.host === null ? metric.name : `${metric.name} of ${metric.host}`;
  const full = metric.mean >= 90;
  return {
    rule: 'resource-limit',
    subject: name,
    title: `${name} is at ${number(metric.mean)} % on average`,
    statement: `${name} was at ${number(metric.mean)} % on average and ${number(metric.p95)} % at p95 in the judged part; the limit is ${number(cpuLimit)} %. ${full ? 'There is no room left: more load means more waiting.' : 'Response times rise steeply when it gets close to full.'}`,
    severity: full ? 'high' : 'medium',
    confidence: 'high',
    confidenceReason: `${count(metric.count)} readings.`,
    affected: { runIds: [run.run.id], transactions: [], span: run.judged },
    evidence: [
      evidence(
        'cpu',
        'resource',
        `${name}: mean ${number(metric.mean)} %, p95 ${number(metric.p95)} %`,
        [
          figure('mean', 'per-cent', metric.mean),
          figure('p95', 'per-cent', metric.p95),
          figure('highest', 'per-cent', metric.max),
        ],
        metric.query,
      ),
    ],
    unknowns: ['Which code uses it: a CPU profile of this load tells.'],
    options: [
      option('Record a CPU profile and make the hottest path cheaper', 'Takes the time that it takes.'),
      option('Add instances or cores', 'Costs them all the time.', { effort: 'low' }),
    ],
    impact: 0,
    metrics: [metric.name],
  };
}

/** A cache that misses more often than it should. */
export const cacheRule: RunRule = (run, { cacheHitRate }) => ({
  notMeasured: [],
  findings: run.metrics.flatMap((metric) => {
    const rate = CACHE.test(metric.name) ? hitRate(metric) : null;
    const outcome = gateOutcomeOf(run, metric.name);
    if (
      rate === null ||
      outcome === 'passed' ||
      metric.count < MIN_READINGS ||
      (rate >= cacheHitRate && outcome !== 'failed')
    )
      return [];
    return [cacheDraft(run, metric, rate, cacheHitRate)];
  }),
});

function hitRate({ kind, mean, max, nonZero }: MetricEvidence): number | null {
  if (kind === 'counter') return null;
  if (kind === 'rate') return nonZero;
  if (max <= 1) return mean;
  return max <= 100.5 ? mean / 100 : null;
}

function cacheDraft(run: RunEvidence, metric: MetricEvidence, rate: number, limit: number): FindingDraft {
  const shown = `${number(rate * 100)} %`;
  const modes = run.modes.flatMap(({ transactionId, modes: groups }) => {
    const slow = groups.at(-1);
    const row = run.figures.rows.get(transactionId);
    // The slow group is as large as the part that misses.
    return slow !== undefined && row !== undefined && Math.abs(slow.share - (1 - rate)) <= 0.1
      ? [row.label]
      : [];
  });
  return {
    rule: 'cache',
    subject: metric.host === null ? metric.name : `${metric.name} of ${metric.host}`,
    title: `${metric.name} is ${shown}, below ${number(limit * 100)} %`,
    statement: `${metric.name} was ${shown} on average in the judged part; ${number(limit * 100)} % is the limit.${modes.length === 0 ? '' : ` ${modes.join(', ')} ${modes.length === 1 ? 'has' : 'have'} a slow group about as large as the part that misses.`}`,
    severity: 'medium',
    confidence: modes.length > 0 ? 'high' : 'medium',
    confidenceReason: `${count(metric.count)} readings${modes.length > 0 ? ', and response times fall into two groups of fitting size' : ''}.`,
    affected: {
      runIds: [run.run.id],
      transactions: modes.map((label) => ({ id: null, runId: run.run.id, label })),
      span: run.judged,
    },
    evidence: [
      evidence(
        'cache',
        'resource',
        `${metric.name}: ${shown}`,
        [figure('hit rate', 'ratio', rate)],
        metric.query,
      ),
    ],
    unknowns: ['Whether the test asks for the same few things as users do: test data decides about hits.'],
    options: [
      option(
        'Look at what is asked for and missed: size, time to live, keys',
        'A larger cache takes memory, a longer life shows older data.',
      ),
      option('Check that the test data are as varied as those of production', 'Takes figures of production.'),
    ],
    impact: 0,
    metrics: [metric.name],
  };
}
