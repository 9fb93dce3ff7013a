import { describe, expect, it } from 'vitest';
import type { PhaseReport } from '#shared/model/phases.ts';
import { chooseLoad } from './chosen-load.ts';
import type { LoadSeries } from './load-series.ts';
import { findPhases } from './phases.ts';
import { plantedSeries, plateauOf } from './testing/planted-series.ts';

function report(series: LoadSeries): PhaseReport {
  const load = chooseLoad(series);
  return findPhases(
    series,
    load,
    load.spikes.map(() => null),
  );
}

const kinds = ({ phases }: PhaseReport): string[] => phases.map(({ kind }) => kind);

/** Length of the phases of a kind together, in seconds. */
function seconds({ phases }: PhaseReport, kind: string): number {
  return phases.reduce((sum, phase) => sum + (phase.kind === kind ? phase.toMs - phase.fromMs : 0), 0) / 1000;
}

function expectCover({ phases }: PhaseReport, durationMs: number): void {
  expect(phases[0]!.fromMs).toBe(0);
  expect(phases.at(-1)!.toMs).toBe(durationMs);
  phases.slice(1).forEach((phase, index) => expect(phase.fromMs).toBe(phases[index]!.toMs));
  for (const { fromMs, toMs, reason } of phases) {
    expect(toMs).toBeGreaterThan(fromMs);
    expect(reason).not.toBe('');
  }
}

const runs = (plan: Parameters<typeof plantedSeries>[1], name: string, count = 20): PhaseReport[] =>
  Array.from({ length: count }, (_, seed) => report(plantedSeries(`${name} ${seed}`, plan)));

describe('warm-up', () => {
  it('is cut where response times decay with a time constant of 60 s', () => {
    const found = runs(
      { seconds: 1200, users: () => 100, noise: 0.15, factor: (s) => 1 + Math.exp(-s / 60) },
      'decay',
    );
    for (const one of found) {
      expect(kinds(one)).toEqual(['warm-up', 'steady']);
      expect(seconds(one, 'warm-up')).toBeGreaterThanOrEqual(60);
      expect(seconds(one, 'warm-up')).toBeLessThanOrEqual(240);
    }
  });

  it('does not reach up to a disturbance', () => {
    for (const one of runs(
      {
        seconds: 1200,
        users: () => 100,
        factor: (s) => (s < 40 ? 2 : 1) * (s >= 300 && s < 345 ? 3 : 1),
      },
      'disturbed',
      10,
    )) {
      expect(kinds(one)).toEqual(['warm-up', 'steady']);
      expect(seconds(one, 'warm-up')).toBeLessThanOrEqual(60);
      expect(seconds(one, 'warm-up')).toBeGreaterThanOrEqual(40);
    }
  });

  it('is none in pure noise', () => {
    const cuts = runs({ seconds: 1200, users: () => 100, noise: 0.15 }, 'noise').map((one) => {
      expect(seconds(one, 'drift')).toBe(0);
      return seconds(one, 'warm-up') / 1200;
    });
    expect(cuts.sort((a, b) => a - b)[cuts.length >> 1]).toBeLessThan(0.05);
    expect(cuts.filter((cut) => cut >= 0.05).length).toBeLessThanOrEqual(1);
  });
});

describe('steady phase', () => {
  it('begins and ends with the plateau, to 10 s', () => {
    for (const [rampS, downS] of [
      [0, 0],
      [30, 0],
      [120, 60],
      [300, 120],
    ] as const) {
      const one = report(
        plantedSeries(`ramps ${rampS}`, { seconds: 1800, users: plateauOf(200, 1800, rampS, downS) }),
      );
      expect(one.steady, `ramp of ${rampS} s`).not.toBeNull();
      expect(Math.abs(one.steady!.fromMs / 1000 - rampS)).toBeLessThanOrEqual(10);
      expect(Math.abs(one.steady!.toMs / 1000 - (1800 - downS))).toBeLessThanOrEqual(10);
      expectCover(one, 1_800_000);
    }
  });

  it('is found by the rate of requests where the tool writes no users', () => {
    const one = report(
      plantedSeries('rate', {
        seconds: 1200,
        users: plateauOf(50, 1200, 120),
        withoutThreads: true,
      }),
    );
    expect(one.load).not.toBe('threads');
    expect(one.steady).not.toBeNull();
    expect(Math.abs(one.steady!.fromMs - 120_000)).toBeLessThanOrEqual(20_000);
    expect(one.steady!.toMs).toBe(1_200_000);
  });

  it('is there for every step of a staircase that is long enough', () => {
    const one = report(
      plantedSeries('staircase', { seconds: 1200, users: (s) => 20 * (1 + Math.floor(s / 300)) }),
    );
    expect(kinds(one)).toEqual(['steady', 'steady', 'steady', 'steady']);
    expect(one.phases.map(({ fromMs }) => fromMs / 1000)).toEqual([0, 300, 600, 900]);
  });

  it('is none in a run that is too short, or whose load never stays', () => {
    const short = report(plantedSeries('short', { seconds: 120, users: () => 50 }));
    expect(short.steady).toBeNull();
    expect(short.note).toContain('2 min');
    expect(short.note).toContain('Too short to judge');
    expectCover(short, 120_000);
    const ramp = report(plantedSeries('ramp', { seconds: 3600, users: (s) => 10 + s / 10 }));
    expect(ramp.steady).toBeNull();
    expect(kinds(ramp)).toEqual(['ramp']);
    expect(ramp.phases[0]!.reason).toBe('Number of users rises from 10 to 370.');
  });

  it('outlives a short disturbance', () => {
    const one = report(
      plantedSeries('stall', {
        seconds: 1200,
        users: () => 80,
        factor: (s) => (s >= 800 && s < 860 ? 3 : 1),
      }),
    );
    expect(kinds(one)).toEqual(['steady']);
  });
});

describe('a run shorter than three minutes', () => {
  const short = (plan: Partial<Parameters<typeof plantedSeries>[1]>): PhaseReport =>
    report(plantedSeries('short', { seconds: 150, users: () => 50, ...plan }));

  it('is too short to judge, and no ramp', () => {
    for (const plan of [
      {},
      { withoutThreads: true },
      { users: () => 1 },
      { users: (s: number) => 50 + 20 * Math.sin(s / 8) },
    ]) {
      const one = short(plan);
      expect(kinds(one)).toEqual(['unjudged']);
      expect(one.steady).toBeNull();
      expect(one.phases[0]!.reason).toBe(
        'Too short to judge: the run takes 2 min 30 s, and 3 min of constant load are needed to find a steady phase.',
      );
    }
  });

  it('has ramps where the load plainly rises to a level, or falls from it', () => {
    const one = short({ users: plateauOf(50, 150, 40, 20) });
    expect(kinds(one)).toEqual(['ramp', 'unjudged', 'ramp']);
    expect(Math.abs(one.phases[1]!.fromMs / 1000 - 40)).toBeLessThanOrEqual(5);
    expect(one.phases[0]!.reason).toContain('Number of users rises');
    expectCover(one, 150_000);
    expect(kinds(short({ users: (s) => 1 + s }))).toEqual(['ramp']);
  });

  it('begins at three minutes to be judged', () => {
    expect(kinds(short({ seconds: 179 }))).toEqual(['unjudged']);
    expect(kinds(short({ seconds: 181 }))).toEqual(['steady']);
  });
});

describe('drift', () => {
  it('is flagged when response times rise by 20 %', () => {
    const found = runs({ seconds: 1200, users: () => 100, factor: (s) => 1 + (0.2 * s) / 1200 }, 'drift');
    for (const one of found) {
      expect(kinds(one)).toEqual(['drift']);
      expect(one.steady).toBeNull();
      expect(one.note).toContain('response times were not');
    }
  });

  it('is flagged when they step up and stay', () => {
    for (const one of runs(
      { seconds: 1200, users: () => 100, factor: (s) => (s < 780 ? 1 : 1.4) },
      'step',
      5,
    ))
      expect(seconds(one, 'drift')).toBeGreaterThan(0);
  });

  it('is none when they only wander', () => {
    const found = runs(
      { seconds: 1200, users: () => 100, noise: 0.05, wander: { sd: 0.05, seconds: 20 } },
      'wander',
      40,
    );
    expect(found.filter((one) => seconds(one, 'drift') > 0).length).toBeLessThanOrEqual(1);
  });
});

describe('spikes', () => {
  it('lie where the load jumps, to a second', () => {
    const one = report(
      plantedSeries('spike', { seconds: 1200, users: (s) => (s >= 600 && s < 660 ? 300 : 100) }),
    );
    expect(kinds(one)).toEqual(['steady', 'spike', 'steady']);
    expect(one.phases[1]).toMatchObject({ fromMs: 600_000, toMs: 660_000 });
    expect(one.testTypes).toEqual(['spike']);
  });

  it('lie where the rate jumps when there are no users', () => {
    const one = report(
      plantedSeries('rate spike', {
        seconds: 1200,
        users: (s) => (s >= 600 && s < 660 ? 120 : 40),
        withoutThreads: true,
      }),
    );
    const spike = one.phases.find(({ kind }) => kind === 'spike');
    expect(Math.abs(spike!.fromMs - 600_000)).toBeLessThanOrEqual(3000);
    expect(Math.abs(spike!.toMs - 660_000)).toBeLessThanOrEqual(3000);
  });

  it('are none where answers take longer, and requests pile up, at one rate', () => {
    const one = report(
      plantedSeries('stall', {
        seconds: 1200,
        users: () => 40,
        factor: (s) => (s >= 600 && s < 640 ? 8 : 1),
        withoutThreads: true,
      }),
    );
    expect(kinds(one)).not.toContain('spike');
    expect(one.testTypes).toEqual(['load']);
  });

  it('are none at the last step of a staircase and at its way down', () => {
    for (const users of [
      (s: number) => 10 * 2 ** Math.floor(s / 240),
      (s: number) => [10, 20, 40, 20, 10][Math.floor(s / 240)]!,
    ])
      expect(kinds(report(plantedSeries('stairs', { seconds: 1200, users })))).not.toContain('spike');
  });
});

describe('test type', () => {
  const types = (plan: Parameters<typeof plantedSeries>[1]) => report(plantedSeries('type', plan)).testTypes;

  it('is told by the shape of the load', () => {
    expect(types({ seconds: 120, users: () => 2 })).toEqual(['smoke']);
    expect(types({ seconds: 60, users: () => 50 })).toEqual(['load']);
    expect(types({ seconds: 1200, users: plateauOf(100, 1200, 120) })).toEqual(['load']);
    expect(types({ seconds: 4200, users: plateauOf(100, 4200, 120) })).toEqual(['soak']);
    expect(types({ seconds: 1200, users: (s) => 20 * (1 + Math.floor(s / 240)) })).toEqual(['stress']);
    expect(types({ seconds: 1200, users: (s) => 5 + s / 5 })).toEqual(['stress']);
    expect(
      types({
        seconds: 1800,
        users: (s) => (s >= 1500 && s < 1560 ? 250 : 20 * (1 + Math.floor(s / 450))),
      }),
    ).toEqual(['spike', 'stress']);
  });

  it('comes with a reason for each', () => {
    const one = report(plantedSeries('reasons', { seconds: 1200, users: plateauOf(100, 1200, 60) }));
    expect(one.testTypeReasons).toEqual(['One plateau of 100 users over 95 % of the run.']);
  });

  it('is not guessed', () => {
    expect(types({ seconds: 600, users: (s) => 50 + 20 * Math.sin(s / 15) })).toEqual([]);
  });
});
