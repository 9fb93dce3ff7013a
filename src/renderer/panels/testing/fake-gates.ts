import type {
  GateEvidence,
  GateLimit,
  GateResult,
  GatesEvaluation,
  NamedBaseline,
} from '#shared/model/gates.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';

/** Complete results with plausible values; a test names only what it is about. */
export function fakeGate(change: Partial<GateResult> = {}): GateResult {
  const evidence = change.evidence ?? [];
  const count = (outcome: GateEvidence['outcome']): number =>
    evidence.filter((line) => line.outcome === outcome).length;
  return {
    id: 'response-time',
    name: 'Response time',
    rule: 'p95 < 200ms',
    enforcement: 'blocking',
    outcome: 'passed',
    sentence: 'All 2 transactions keep < 200 ms. Judged: whole run.',
    evidence,
    counts: { passed: count('passed'), failed: count('failed'), 'cannot-tell': count('cannot-tell') },
    proposed: false,
    ...change,
  };
}

export function fakeLimit(change: Partial<GateLimit> = {}): GateLimit {
  return {
    gateId: 'response-time',
    gateName: 'Response time',
    enforcement: 'blocking',
    figure: 'p95',
    operator: '<',
    limit: '200 ms',
    windowed: false,
    outcome: 'passed',
    sentence: 'All 2 transactions keep < 200 ms.',
    outcomes: [],
    ...change,
  };
}

/** Of the run of `fake-run-engine`: Checkout is too slow, and there is nothing to compare with. */
export function fakeEvaluation(runId: number, baselineRunIds: readonly number[] = []): GatesEvaluation {
  const compared = baselineRunIds.length > 0;
  return {
    runId,
    outcome: 'failed',
    results: [
      fakeGate({
        id: 'baseline',
        name: 'Baseline',
        rule: 'baseline is comparable',
        outcome: compared ? 'passed' : 'cannot-tell',
        sentence: compared
          ? `Run ${baselineRunIds.join()} is comparable: 2 checks, none failed.`
          : 'Cannot tell: no baseline is named. Name a run as baseline of this scenario.',
        evidence: compared
          ? [
              { subject: 'Achieved rate, /s', measured: '10 against 10', outcome: 'passed' },
              { subject: 'Load model', measured: 'closed', outcome: 'passed' },
            ]
          : [],
      }),
      fakeGate({
        outcome: 'failed',
        sentence:
          'Checkout: place order: p95 300 ms, 100 samples, limit < 200 ms. 1 of 2 transactions fail. Judged: whole run.',
        evidence: [
          { subject: 'Checkout: place order', measured: 'p95 300 ms, 100 samples', outcome: 'failed' },
          { subject: 'Add to cart', measured: 'p95 28 ms, 900 samples', outcome: 'passed' },
        ],
      }),
      fakeGate({
        id: 'errors',
        name: 'Errors',
        rule: 'error rate <= 1%',
        sentence: 'All: error rate 1 % (10 of 1,000), limit <= 1 %. Judged: whole run.',
        evidence: [{ subject: 'All', measured: 'error rate 1 % (10 of 1,000)', outcome: 'passed' }],
      }),
      fakeGate({
        id: 'resources',
        name: 'Resources',
        rule: 'metric CPU < 70% if present',
        enforcement: 'conditional',
        outcome: 'cannot-tell',
        sentence:
          'Cannot tell: the run has no metric "CPU". Record it during the test, and add its file to the run.',
      }),
    ],
    limits: [
      fakeLimit({
        outcome: 'failed',
        sentence: 'Checkout: place order: p95 300 ms, 100 samples, limit < 200 ms. Judged: whole run.',
        outcomes: [
          { transactionId: 2, measured: 'p95 300 ms, 100 samples', outcome: 'failed' },
          { transactionId: 1, measured: 'p95 28 ms, 900 samples', outcome: 'passed' },
        ],
      }),
      fakeLimit({
        gateId: 'errors',
        gateName: 'Errors',
        figure: 'error rate',
        operator: '<=',
        limit: '1 %',
        sentence: 'All: error rate 1 % (10 of 1,000), limit <= 1 %.',
        outcomes: [{ transactionId: null, measured: 'error rate 1 % (10 of 1,000)', outcome: 'passed' }],
      }),
    ],
  };
}

const DEFAULTS = 'version: 1\n# The defaults.\ngates: []\n';

/** Keeps gates and baselines; a text that has the word "wrong" has a problem there. */
export function fakeGates(): FakeHandlers {
  let yaml: string | null = null;
  let baselines: readonly NamedBaseline[] = [];
  const problemsOf = (text: string) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        line.includes('wrong')
          ? [{ line: index + 1, column: line.indexOf('wrong') + 1, message: 'This is no rule.' }]
          : [],
      );
  const documentOf = (text: string, isDefault: boolean) => ({
    yaml: text,
    isDefault,
    expectedPerSec: Number(/^expectedLoad: (\d+)\/s$/mu.exec(text)?.[1] ?? Number.NaN) || null,
    problems: problemsOf(text),
  });
  const document = () => documentOf(yaml ?? DEFAULTS, yaml === null);
  return {
    'gates.document': document,
    'gates.check': ({ yaml: text }) => documentOf(text, text === DEFAULTS),
    'gates.save': ({ yaml: text }) => {
      yaml = text;
      return document();
    },
    'gates.evaluate': ({ runId, baselineRunIds }) => fakeEvaluation(runId, baselineRunIds),
    'gates.propose': ({ yaml: text }) => ({
      yaml: `${(text ?? yaml ?? DEFAULTS).replace('gates: []', 'gates:')}  - id: p95-checkout\n    proposed: true\n`,
    }),
    'baselines.list': () => baselines,
    'baselines.set': ({ name, runId }) =>
      (baselines = [...baselines.filter((other) => other.name !== name), { name, runId }]),
    'baselines.remove': ({ name }) => (baselines = baselines.filter((other) => other.name !== name)),
  };
}
