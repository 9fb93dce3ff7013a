import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HonestyCode, HonestyItem } from '#shared/model/diagnostics.ts';
import { honestyCodes } from '#shared/model/diagnostics.ts';
import type { Database } from '../../db/database.ts';
import {
  openTestDatabase,
  storeRun,
  type TestSample,
  type TestSource,
} from '../../latency/testing/stored-run.ts';
import { listSources } from '../../workspace/catalog.ts';
import { honestyOf } from './honesty.ts';
import { closedLoop, lognormal } from './testing/closed-loop.ts';

const signal = new AbortController().signal;
let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => ({ database, remove } = await openTestDatabase()));
afterAll(() => remove());

async function honesty(
  sources: readonly TestSource[],
  tool = 'jmeter',
): Promise<Record<HonestyCode, HonestyItem>> {
  const { run } = await storeRun(database, sources);
  // Files of a test are different files.
  await database.execute(`UPDATE sources SET sha256 = 'digest of ' || id WHERE run_id = ${run.id}`);
  const stored = (await listSources(database)).filter(({ runId }) => runId === run.id);
  const items = await honestyOf(database, { ...run, tool }, stored, signal);
  expect(items.map(({ code }) => code).sort()).toEqual([...honestyCodes].sort());
  for (const item of items) expect(item.sentence).toMatch(/^(?:[A-Z]|\d|k6 ).*\.$/su);
  return Object.fromEntries(items.map((item) => [item.code, item])) as Record<HonestyCode, HonestyItem>;
}

const evidence = (item: HonestyItem, name: string): string =>
  item.evidence.find(([candidate]) => candidate === name)![1];

const steady = closedLoop({
  seed: 'steady',
  users: 40,
  durationMs: 180_000,
  thinkMs: 400,
  elapsedMs: lognormal(150),
});

describe('a steady closed loop with think time', () => {
  let items: Record<HonestyCode, HonestyItem>;
  beforeAll(async () => (items = await honesty([{ samples: steady }])));

  it('is recognised by the order within threads', () => {
    expect(items.loop).toMatchObject({ state: 'note', value: 'closed loop' });
    expect(evidence(items.loop, 'Overlapping pairs')).toBe('0');
    expect(evidence(items.loop, 'Threads')).toBe('40');
  });

  it('obeys Little’s law, and its think time follows', () => {
    expect(items['littles-law'].state).toBe('good');
    expect(Number.parseFloat(evidence(items['littles-law'], 'Largest gap'))).toBeLessThan(5);
    const [agreeing, buckets] = evidence(items['littles-law'], 'Buckets in which X·R and L agree').split(
      ' of ',
    );
    expect(agreeing).toBe(buckets);
    expect(Number(buckets)).toBeGreaterThanOrEqual(15);
    const think = Number(/^([\d.]+) ms$/u.exec(evidence(items['littles-law'], 'Implied think time Z'))![1]);
    expect(think).toBeGreaterThan(380);
    expect(think).toBeLessThan(420);
  });

  it('held hardly any request back', () => {
    expect(items['coordinated-omission'].state).not.toBe('warning');
  });

  it('is as fine as its clock, and counts nothing twice', () => {
    expect(items.clock).toMatchObject({ state: 'good', value: '1 ms' });
    expect(items.rounding.state).toBe('good');
    expect(items['double-counting'].state).toBe('good');
    expect(items.quantiles.state).toBe('good');
  });

  it('says which columns are missing and what that costs', () => {
    expect(items['missing-columns']).toMatchObject({ state: 'note' });
    expect(items['missing-columns'].evidence.map(([name]) => name)).toEqual([
      'response code',
      'received bytes',
      'connect time',
      'time to first byte',
    ]);
  });

  it('does not call the load generator fit without having seen its CPU', () => {
    expect(items.generator).toMatchObject({ state: 'unknown' });
    expect(items.generator.settle).toContain('CPU');
  });
});

describe('lost samples', () => {
  it('show as users that neither wait nor think', async () => {
    const lost = (sample: TestSample, i: number): boolean =>
      sample.startMs! >= 80_000 && sample.startMs! < 110_000 && i % 5 < 2;
    const items = await honesty([{ samples: steady.filter((sample, i) => !lost(sample, i)) }]);
    expect(items['littles-law']).toMatchObject({ state: 'warning' });
    expect(items['littles-law'].sentence).toContain('samples were lost');
    expect(Number.parseFloat(items['littles-law'].value)).toBeCloseTo(40, -1);
    expect(evidence(items['littles-law'], 'Buckets with users missing')).toBe('3');
  });
});

describe('15 s of freeze in a run of 30 s', () => {
  const frozen = closedLoop({
    seed: 'freeze',
    users: 10,
    durationMs: 30_000,
    thinkMs: 0,
    elapsedMs: (at, random) => (at >= 10_000 && at < 25_000 ? 25_000 - at : 4 + 2 * random.uniform()),
  });

  it('leaves a mean of milliseconds, and a warning of coordinated omission', async () => {
    const mean = frozen.reduce((sum, { elapsedMs }) => sum + elapsedMs!, 0) / frozen.length;
    // A user who comes at any time of the run waits 3.75 s on average.
    expect(mean).toBeLessThan(20);
    const items = await honesty([{ samples: frozen }]);
    expect(items.loop.value).toBe('closed loop');
    expect(items['coordinated-omission']).toMatchObject({ state: 'warning' });
    expect(evidence(items['coordinated-omission'], 'Longest standstill')).toMatch(
      /^1[45][.\d]* s from 0:1\d, 10 in flight$/u,
    );
    expect(items.generator.value).toBe('1 standstill');
    expect(items.generator.state).toBe('note');
  });
});

describe('a load generator that stands still', () => {
  it('is told from a system that does, by the users that were idle', async () => {
    const pause = (sample: TestSample): TestSample =>
      sample.startMs! < 90_000 ? sample : { ...sample, startMs: sample.startMs! + 8000 };
    const items = await honesty([
      {
        samples: steady
          .filter(({ startMs, elapsedMs }) => startMs! + elapsedMs! < 90_000 || startMs! >= 90_000)
          .map(pause),
      },
    ]);
    expect(items.generator).toMatchObject({ state: 'warning', value: '1 standstill' });
  });
});

describe('CPU of the load generator', () => {
  const withCpu = async (host: string, percent: number): Promise<HonestyItem> => {
    const { run } = await storeRun(
      database,
      [
        {
          samples: steady,
          points: Array.from({ length: 18 }, (_, i) => ({ metric: 'CPU', atMs: i * 10_000, value: percent })),
        },
      ],
      { metrics: [{ name: 'CPU', kind: 'gauge' }] },
    );
    const sourceId = run.sourceIds[0]!;
    await database.execute(`UPDATE points_${sourceId} SET tag_set_id = ${1000 + sourceId}`);
    await database.execute(`INSERT INTO tags VALUES (${sourceId}, ${1000 + sourceId}, 'host', '${host}')`);
    const stored = (await listSources(database)).filter(({ runId }) => runId === run.id);
    const items = await honestyOf(database, run, stored, signal);
    return items.find(({ code }) => code === 'generator')!;
  };

  it('settles the question where it is that of the machine itself', async () => {
    expect(await withCpu('localhost', 95)).toMatchObject({ state: 'warning', value: 'CPU 95 %' });
    expect(await withCpu('127.0.0.1', 30)).toMatchObject({ state: 'good' });
  });

  it('of another host is shown, but settles nothing', async () => {
    const item = await withCpu('db-1', 95);
    expect(item.state).toBe('unknown');
    expect(item.evidence).toContainEqual(['CPU of db-1', 'mean 95 %, p95 95 %']);
  });
});

describe('throughput that stops growing', () => {
  it('is noted where twice the users get nothing more done', async () => {
    const level = (users: number, fromMs: number, tookMs: number): TestSample[] =>
      closedLoop({
        seed: `level ${users}`,
        users,
        durationMs: 60_000,
        thinkMs: 0,
        elapsedMs: (_, random) => tookMs * (0.9 + 0.2 * random.uniform()),
      }).map((sample) => ({ ...sample, startMs: sample.startMs! + fromMs }));
    const items = await honesty([{ samples: [...level(20, 0, 200), ...level(40, 60_000, 400)] }]);
    expect(items.generator).toMatchObject({ state: 'note', value: 'throughput stopped growing' });
  });
});

describe('times in another unit than they seem', () => {
  it('put more samples in flight than there are users', async () => {
    const items = await honesty([
      { samples: steady.map((sample) => ({ ...sample, elapsedMs: sample.elapsedMs! * 10 })) },
    ]);
    expect(items['littles-law']).toMatchObject({ state: 'warning' });
    expect(items['littles-law'].sentence).toContain('unit');
  });
});

describe('other loads', () => {
  it('users that keep a pace after slow answers hold back nothing', async () => {
    const items = await honesty([
      {
        samples: closedLoop({
          seed: 'paced',
          users: 20,
          durationMs: 120_000,
          thinkMs: 0,
          paceMs: 1000,
          elapsedMs: (_, random) => (random.uniform() < 0.05 ? 300 + 300 * random.uniform() : 40),
        }),
      },
    ]);
    expect(items['coordinated-omission'].state).toBe('good');
  });

  it('users that come and go are an open loop', async () => {
    const samples = Array.from({ length: 600 }, (_, user): TestSample[] =>
      [0, 1, 2].map((step) => ({
        label: 'a',
        startMs: user * 200 + step * 300,
        elapsedMs: 100 + ((user * 7) % 50),
        ok: true,
        thread: `arrival ${user}`,
      })),
    ).flat();
    const items = await honesty([{ samples }]);
    expect(items.loop).toMatchObject({ state: 'good', value: 'open loop' });
    expect(items['coordinated-omission'].state).toBe('good');
  });

  it('without threads nothing is claimed', async () => {
    const bare = steady.map(
      ({ label, startMs, elapsedMs, ok }) => ({ label, startMs, elapsedMs, ok }) as TestSample,
    );
    const items = await honesty([{ samples: bare }], 'gatling');
    expect(items.loop).toMatchObject({ state: 'unknown' });
    expect(items.loop.settle).toContain('injectOpen');
    expect(items['coordinated-omission'].state).toBe('unknown');
    expect(items['missing-columns'].evidence.map(([name]) => name)).toContain('thread');
  });

  it('without time stamps nothing over time is claimed', async () => {
    const items = await honesty(
      [{ samples: steady.map(({ label, elapsedMs }): TestSample => ({ label, elapsedMs: elapsedMs! })) }],
      'other',
    );
    expect(items['littles-law'].state).toBe('unknown');
    expect(items['missing-columns'].state).toBe('warning');
    expect(items.clock.state).toBe('good');
  });

  it('rows without a time do no harm', async () => {
    const items = await honesty([{ samples: [{ label: 'a' }] }], 'other');
    expect(items.clock.state).toBe('unknown');
    expect(items.rounding.state).toBe('unknown');
  });
});

describe('values', () => {
  const withTimes = (times: (elapsedMs: number) => number): TestSample[] =>
    steady.map((sample) => ({ ...sample, elapsedMs: times(sample.elapsedMs!) }));

  it('of two significant digits are found', async () => {
    const twoDigits = (ms: number): number => {
      const step = 10 ** Math.max(0, Math.floor(Math.log10(ms)) - 1);
      return Math.round(ms / step) * step;
    };
    expect((await honesty([{ samples: withTimes(twoDigits) }])).rounding).toMatchObject({
      state: 'warning',
      value: 'two digits',
    });
  });

  it('of whole steps are found', async () => {
    const items = await honesty([{ samples: withTimes((ms) => Math.ceil(ms / 50) * 50) }]);
    expect(items.rounding).toMatchObject({ state: 'warning', value: 'to 50 ms' });
    expect(items.clock).toMatchObject({ state: 'warning', value: '50 ms' });
  });

  it('of Windows’ timer are found', async () => {
    const items = await honesty([
      { samples: withTimes((ms) => Math.floor(Math.ceil(ms / 15.625) * 15.625)) },
    ]);
    expect(items.clock).toMatchObject({ state: 'warning', value: '15.6 ms' });
  });

  it('near the tick of the clock are no measurements', async () => {
    const items = await honesty([{ samples: withTimes((ms) => Math.round(ms / 50)) }]);
    expect(items.clock).toMatchObject({ state: 'warning' });
    expect(items.clock.sentence).toContain('of the median');
  });
});

describe('double counting', () => {
  it('finds the same samples in two sources', async () => {
    const items = await honesty([
      { name: 'one.jtl', samples: steady },
      { name: 'two.jtl', samples: steady.filter((_, i) => i % 3 > 0) },
    ]);
    expect(items['double-counting']).toMatchObject({ state: 'warning', value: 'same samples twice' });
    expect(items['double-counting'].sentence).toContain('one.jtl and two.jtl');
  });

  it('takes injectors for what they are', async () => {
    const other = closedLoop({
      seed: 'another',
      users: 40,
      durationMs: 180_000,
      thinkMs: 400,
      elapsedMs: lognormal(150),
    });
    const items = await honesty([{ samples: steady }, { samples: other }]);
    expect(items['double-counting'].state).toBe('good');
    expect(items['littles-law'].state).toBe('good');
  });

  it('finds rows that were written twice', async () => {
    const items = await honesty([{ samples: steady.flatMap((sample) => [sample, sample]) }]);
    expect(items['double-counting']).toMatchObject({ state: 'warning', value: 'repeated rows' });
  });

  it('finds controllers within controllers', async () => {
    const outer = steady.map((sample): TestSample => ({ ...sample, label: 'outer', kind: 'transaction' }));
    const inner = outer.map((sample) => ({
      ...sample,
      label: 'inner',
      elapsedMs: Math.ceil(sample.elapsedMs! * 0.9),
    }));
    const items = await honesty([{ samples: [...outer, ...inner] }]);
    expect(items['double-counting']).toMatchObject({ state: 'warning', value: 'nested controllers' });
  });

  it('says what was left out', async () => {
    const controllers = steady.map((sample): TestSample => ({
      ...sample,
      label: 'page',
      kind: 'transaction',
    }));
    const items = await honesty([{ samples: [...steady, ...controllers] }]);
    expect(items['double-counting']).toMatchObject({ state: 'good', value: 'left out' });
  });
});
