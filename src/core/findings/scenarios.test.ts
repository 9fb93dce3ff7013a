import { describe, expect, it } from 'vitest';
import { engineContract } from '#shared/contract/engine.ts';
import type { Finding, FindingList } from '#shared/model/finding.ts';
import { plantedRun, type RunPlan } from '../diagnostics/testing/planted-run.ts';
import { plateauOf } from '../diagnostics/testing/planted-series.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import type { TestSample } from '../latency/testing/stored-run.ts';
import { Random } from '../statistics/random.ts';
import { plantedWorkspace, type Reading } from './testing/planted-workspace.ts';

/** Causes that are planted in files, and what the engine finds in them: the right thing first, and nothing else. */

const folder = useTemporaryFolder();

const SECONDS = 720;
const BASE: RunPlan = {
  seconds: SECONDS,
  users: plateauOf(20, SECONDS, 20),
  ratePerUser: 1.5,
  labels: [
    { label: 'home', medianMs: 30 },
    { label: 'search', medianMs: 50 },
    { label: 'order', medianMs: 70 },
  ],
};
const run = (seed: string, plan: Partial<RunPlan> = {}): TestSample[] =>
  plantedRun(seed, { ...BASE, ...plan });
/** Only for `order`. */
const orders =
  (factor: (second: number) => number) =>
  (second: number, label: string): number =>
    label === 'order' ? factor(second) : 1;

async function alone(
  samples: readonly TestSample[],
  readings: readonly Reading[] = [],
): Promise<FindingList> {
  const workspace = await plantedWorkspace(folder);
  return workspace.findings([await workspace.open('run', samples, readings)]);
}

async function pair(before: readonly TestSample[], after: readonly TestSample[]): Promise<FindingList> {
  const workspace = await plantedWorkspace(folder);
  const [a, b] = [await workspace.open('before', before), await workspace.open('after', after)];
  return workspace.findings([b], [a]);
}

/** Findings that somebody has to do something about. */
function serious({ findings }: FindingList): string[] {
  return findings.filter(({ severity }) => !['info', 'good'].includes(severity)).map(({ id }) => id);
}

function first({ findings }: FindingList): Finding {
  return findings[0]!;
}

const readings = (metric: string, minutes: number, value: (second: number) => number): Reading[] =>
  Array.from({ length: minutes * 6 }, (_, i) => ({ atMs: i * 10_000, metric, value: value(i * 10) }));

describe('clean runs', () => {
  it.each(['clean 1', 'clean 2', 'clean 3'])('have no finding (%s)', async (seed) => {
    const list = await alone(run(seed));
    expect(serious(list)).toEqual([]);
    expect(list.findings.filter(({ severity }) => severity === 'good')).toEqual([]);
    expect(list.notMeasured.some((line) => line.startsWith('Load:'))).toBe(true);
  });

  it.each([1, 2])('have none against each other (%i)', async (n) => {
    const list = await pair(run(`A ${n}`), run(`B ${n}`));
    expect(serious(list)).toEqual([]);
    expect(list.findings.filter(({ severity }) => severity === 'good')).toEqual([]);
  });
});

describe('changes against a baseline', () => {
  it('a slower transaction is found, with what it costs', async () => {
    const list = await pair(run('A'), run('B', { factor: orders(() => 1.4) }));
    expect(serious(list)).toEqual(['regression:order']);
    const finding = first(list);
    expect(finding.title).toMatch(/^order is (3[5-9]|4[0-5]) % slower at p95$/u);
    expect(finding.affected.transactions.map(({ label }) => label)).toEqual(['order']);
    const p95 = finding.evidence.find(({ id }) => id === 'comparison:order:p95')?.figures[0];
    expect(p95?.change).toBeCloseTo(0.4, 1);
    expect(p95?.low).toBeLessThan(p95!.change!);
    expect(p95?.high).toBeGreaterThan(p95!.change!);
    // 7,000 requests took 28 ms × e^(σ²/2) longer.
    expect(finding.impact).toBeGreaterThan(170_000);
    expect(finding.impact).toBeLessThan(250_000);
    expect(finding.unknowns.join(' ')).toContain('profile');
  });

  it('of several, that which costs most comes first', async () => {
    const list = await pair(
      run('A'),
      run('B', { factor: (_, label) => ({ home: 1.6, search: 1, order: 1.3 })[label] ?? 1 }),
    );
    expect(serious(list)).toEqual(['regression:order', 'regression:home']);
  });

  it('a change within the margin is none', async () => {
    const list = await pair(run('A'), run('B', { factor: orders(() => 1.03) }));
    expect(serious(list)).toEqual([]);
  });

  it('a faster transaction is good', async () => {
    const list = await pair(run('A'), run('B', { factor: orders(() => 0.65) }));
    expect(serious(list)).toEqual([]);
    expect(list.findings.filter(({ severity }) => severity === 'good').map(({ id }) => id)).toEqual([
      'improvement:order',
    ]);
  });

  it('another load is told, and keeps verdicts back; a little less is not', async () => {
    const half = await pair(
      run('A'),
      run('B', { users: plateauOf(10, SECONDS, 20), factor: orders(() => 1.4) }),
    );
    expect(serious(half)).toEqual(expect.arrayContaining(['mismatch:concurrency', 'mismatch:rate']));
    expect(serious(half).some((id) => id.startsWith('regression:'))).toBe(false);
    expect(serious(await pair(run('A'), run('B', { ratePerUser: 1.45 })))).toEqual([]);
  });

  it('more failures are found as that', async () => {
    const list = await pair(run('A'), run('B', { errorRate: (_, label) => (label === 'order' ? 0.024 : 0) }));
    const ids = serious(list);
    expect(ids[0]).toBe('error-change:order');
    expect(ids.filter((id) => !/^(error-change|errors|mismatch):/u.test(id))).toEqual([]);
  });
});

describe('failures', () => {
  it('above the limit are one finding with the gate in it', async () => {
    const list = await alone(run('e', { errorRate: () => 0.03 }));
    expect(serious(list)).toEqual(['errors:*']);
    expect(first(list)).toMatchObject({
      severity: 'high',
      title: expect.stringMatching(/^[23]\.?\d* % of all requests fail$/u),
    });
    expect(first(list).evidence.find(({ id }) => id === 'errors:groups')?.label).toContain(
      '500 Internal Server Error',
    );
  });

  it('below the limit are none', async () => {
    expect(serious(await alone(run('e', { errorRate: () => 0.004 })))).toEqual([]);
  });

  it('all at once are a burst with its time; a few are none', async () => {
    const burst = (rate: number) => (second: number) => (second >= 400 && second < 430 ? rate : 0.0005);
    const list = await alone(run('burst', { errorRate: burst(0.2) }));
    expect(serious(list)).toEqual([expect.stringMatching(/^error-burst:(39\d|40\d)s$/u)]);
    // 30 s × 30 per s × 20 %.
    expect(first(list).evidence[0]?.figures[0]?.value).toBeGreaterThan(130);
    expect(first(list).evidence[0]?.figures[0]?.value).toBeLessThan(230);
    expect(serious(await alone(run('few', { errorRate: burst(0.012) })))).toEqual([]);
  });

  it('that begin and stay are told with their onset', async () => {
    const list = await alone(run('onset', { errorRate: (second) => (second < 500 ? 0 : 0.15) }));
    const onset = list.findings.find(({ rule }) => rule === 'error-burst');
    expect(onset?.title).toBe('500 Internal Server Error begins at 8:19 and does not end');
  });
});

describe('response times', () => {
  it('a stall is found with its time and cost; a hiccup is not', async () => {
    const stall = (factor: number) => (second: number) => (second >= 300 && second < 315 ? factor : 1);
    const list = await alone(run('stall', { factor: stall(8) }));
    expect(serious(list)).toHaveLength(1);
    expect(first(list)).toMatchObject({ rule: 'slow-incident' });
    expect(first(list).affected.span?.fromMs).toBeGreaterThanOrEqual(297_000);
    expect(first(list).affected.span?.toMs).toBeLessThanOrEqual(318_000);
    expect(first(list).affected.transactions).toHaveLength(3);
    expect(serious(await alone(run('hiccup', { factor: stall(1.2) })))).toEqual([]);
  });

  it('over the limit of a gate are that gate; just below it they are none', async () => {
    const list = await alone(run('slow', { factor: orders(() => 2.5) }));
    expect(serious(list)).toEqual(['gate-failed:response-time']);
    expect(first(list).title).toMatch(/^order: p95 is 2[78]\d ms, 1\.4 times the limit$/u);
    expect(serious(await alone(run('fast', { factor: orders(() => 1.6) })))).toEqual([]);
  });

  it('in two groups are two modes; two groups that overlap are one', async () => {
    const random = new Random('modes');
    const split = (factor: number): TestSample[] =>
      run('modes').map((sample) =>
        sample.label === 'home' && random.uniform() < 0.2
          ? { ...sample, elapsedMs: Math.round(sample.elapsedMs! * factor) }
          : sample,
      );
    const list = await alone(split(4));
    expect(serious(list)).toEqual(['bimodality:home']);
    expect(first(list).title).toMatch(/^Two modes in home: (19|20|21)(\.\d)? % near 1[12]\d ms$/u);
    expect(serious(await alone(split(1.5)))).toEqual([]);
  });

  it('of one slow thread stand out in the tail; those of a busy one do not', async () => {
    const random = new Random('threads');
    const threaded = (factor: number): TestSample[] =>
      run('threads').map((sample) => {
        const thread = random.below(20);
        return {
          ...sample,
          thread: `Users 1-${thread}`,
          elapsedMs: Math.round(sample.elapsedMs! * (thread === 7 ? factor : 1)),
        };
      });
    const list = await alone(threaded(2.2));
    expect(serious(list).every((id) => id.startsWith('tail-concentration:'))).toBe(true);
    expect(serious(list)).toContain('tail-concentration:order|thread=Users 1-7');
    expect(serious(await alone(threaded(1.05)))).toEqual([]);
  });
});

describe('the start of a run', () => {
  it('a warm-up that would be in the figures is told', async () => {
    const list = await alone(run('warm', { factor: (second) => 1 + 2.5 * Math.exp(-second / 60) }));
    expect(serious(list)).toContain('warm-up:*');
    expect(serious(list).filter((id) => id !== 'warm-up:*' && id !== 'cold-start:*')).toEqual([]);
    expect(
      serious(await alone(run('tepid', { factor: (second) => 1 + 0.05 * Math.exp(-second / 60) }))),
    ).toEqual([]);
  });

  it('first requests that are slow are a cold start', async () => {
    const cold = (factor: number) => (second: number) => (second < 6 ? factor : 1);
    const list = await alone(run('cold', { factor: cold(8) }));
    expect(serious(list)).toEqual(['cold-start:*']);
    expect(first(list).affected.transactions).toHaveLength(3);
    expect(serious(await alone(run('cool', { factor: cold(1.6) })))).toEqual([]);
  });
});

describe('load', () => {
  /** A closed system that can do `limit` users' work at once. */
  function staircase(seed: string, limit: number): TestSample[] {
    const random = new Random(seed);
    const steps = [4, 8, 12, 16, 20, 26, 32, 40, 50, 60];
    return steps.flatMap((users, step) =>
      Array.from({ length: 60 }, (_, second) => second).flatMap((second) => {
        const count = Math.round(Math.min(users, limit) * 1.5);
        const slower = Math.max(1, users / limit);
        return Array.from({ length: count }, (__, i) => ({
          label: 'order',
          startMs: (step * 60 + second) * 1000 + (i * 1000) / count,
          elapsedMs: Math.max(1, Math.round(40 * slower * Math.exp(0.3 * random.normal()))),
          ok: true,
          threads: users,
        }));
      }),
    );
  }

  it('throughput that stops growing is found at its load; with room it is not', async () => {
    const list = await alone(staircase('full', 20));
    const ids = serious(list).filter((id) => id !== 'gate-failed:response-time');
    expect(ids).toEqual(['saturation:*']);
    const finding = list.findings.find(({ rule }) => rule === 'saturation')!;
    expect(finding.title).toMatch(/^Throughput stops growing at (29|30|31)(\.\d)?\/s, 20 users$/u);
    expect(serious(await alone(staircase('room', 100)))).toEqual([]);
  });

  it('capacity is held against the load that is expected', async () => {
    const workspace = await plantedWorkspace(folder);
    const id = await workspace.open('stairs', staircase('full', 20));
    const rules = async (expectedPerSec: number) =>
      (await workspace.findings([id], [], { expectedPerSec })).findings.map(({ rule }) => rule);
    expect(await rules(20)).toContain('capacity');
    expect(await rules(10)).not.toContain('capacity');
  });

  it('a spike that leaves the system slow is found; one that it gets over is worth knowing', async () => {
    const users = (second: number): number => (second >= 360 && second < 400 ? 60 : 20);
    const slow = (until: number) => (second: number) => (second >= 362 && second < until ? 3 : 1);
    const list = await alone(run('spike', { users, factor: slow(520) }));
    expect(serious(list)).toEqual([expect.stringMatching(/^spike-recovery:3[56]\ds$/u)]);
    expect(
      list.findings.find(({ rule }) => rule === 'spike-recovery')?.evidence[0]?.figures[2]?.value,
    ).toBeGreaterThan(90_000);
    const short = await alone(run('spike', { users, factor: slow(405) }));
    expect(short.findings.find(({ rule }) => rule === 'spike-recovery')).toMatchObject({ severity: 'info' });
    expect(serious(short)).toEqual([]);
  });
});

describe('long runs', () => {
  const MINUTES = 40;
  const soak = (seed: string, factor: RunPlan['factor']): TestSample[] =>
    plantedRun(seed, {
      ...BASE,
      seconds: MINUTES * 60,
      users: () => 20,
      ratePerUser: 0.5,
      ...(factor === undefined ? {} : { factor }),
    });

  it('drift and memory that grows are found', async () => {
    const list = await alone(
      soak(
        'soak',
        orders((second) => 1 + (0.35 * second) / (MINUTES * 60)),
      ),
      [
        ...readings('web1 Memory', MINUTES, (second) => 40 + second / 200 + (second % 120) / 20),
        ...readings('web1 CPU', MINUTES, () => 50),
      ],
    );
    expect(serious(list)).toEqual(['soak-latency:order', 'soak-resource:Memory of web1']);
    expect(list.findings[0]?.evidence[0]?.figures[1]?.value).toBeGreaterThan(80);
  });

  it('sawteeth and noise are not', async () => {
    const list = await alone(soak('still', undefined), [
      ...readings('web1 Memory', MINUTES, (second) => 40 + (second % 120) / 10),
      ...readings('web1 CPU', MINUTES, (second) => 60 + (second % 50) / 10),
    ]);
    expect(serious(list)).toEqual([]);
  });
});

describe('resources', () => {
  it('a busy CPU and a cache that misses are found, each once', async () => {
    const list = await alone(run('cpu'), [
      ...readings('web1 CPU', 12, (second) => 82 + (second % 30) / 10),
      ...readings('web1 TAIL cache hit rate', 12, () => 62),
    ]);
    expect(serious(list).sort()).toEqual(['cache:TAIL cache hit rate of web1', 'resource-limit:CPU of web1']);
  });

  it('below their limits they are not', async () => {
    const list = await alone(run('cpu'), [
      ...readings('web1 CPU', 12, (second) => 64 + (second % 30) / 10),
      ...readings('web1 TAIL cache hit rate', 12, () => 88),
    ]);
    expect(serious(list)).toEqual([]);
  });
});

describe('every finding', () => {
  it('has evidence whose query the engine answers, and an id that stays', async () => {
    const workspace = await plantedWorkspace(folder);
    const a = await workspace.open('a', run('A'));
    const b = await workspace.open(
      'b',
      run('B', {
        factor: (second, label) => (label === 'order' ? 1.5 : 1) * (second < 6 ? 9 : 1),
        errorRate: (second) => (second >= 400 && second < 430 ? 0.4 : 0.02),
      }),
      readings('web1 CPU', 12, () => 95),
    );
    const list = await workspace.findings([b], [a]);
    expect(list.findings.length).toBeGreaterThanOrEqual(5);
    const { handlers } = workspace.engine;
    const { signal } = new AbortController();
    for (const finding of list.findings) {
      expect(finding.evidence.length, finding.id).toBeGreaterThan(0);
      expect(finding.statement, finding.id).toMatch(/\.$/u);
      expect(finding.title, finding.id).not.toMatch(/\.$|NaN|undefined|null/u);
      for (const { query } of finding.evidence) {
        const method = query.method as keyof typeof engineContract;
        const params = engineContract[method].params.parse(query.params);
        const handler = handlers[method] as (params: unknown, context: { signal: AbortSignal }) => unknown;
        await expect(Promise.resolve(handler(params, { signal }))).resolves.toBeDefined();
      }
    }
    const again = await workspace.findings([b], [a]);
    expect(again.findings.map(({ id }) => id)).toEqual(list.findings.map(({ id }) => id));
    expect(new Set(again.findings.map(({ id }) => id)).size).toBe(again.findings.length);
  });

  it('can be cancelled, and says which run is missing', async () => {
    const workspace = await plantedWorkspace(folder);
    const id = await workspace.open('a', run('A'));
    const list = workspace.engine.handlers['findings.list'];
    await expect(
      Promise.resolve(list({ candidate: [id], baseline: [] }, { signal: AbortSignal.abort() })),
    ).rejects.toThrow();
    await expect(workspace.findings([99])).rejects.toMatchObject({ code: 'not-found' });
  });
});
