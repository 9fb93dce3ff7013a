import { describe, expect, it } from 'vitest';
import type { Capacity } from '#shared/model/capacity.ts';
import { headroomOf } from '#shared/model/headroom.ts';
import { scalabilityAt } from '#shared/model/scalability.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawLevels } from './draw.ts';
import { levelPlot } from './model.ts';
import { levelAt, levelScene } from './scene.ts';
import { describeLevels, levelReadout, levelTable } from './summary.ts';

const LAW = { gamma: 6, alpha: 0.01, beta: 0.0002 };
const USERS = [5, 10, 20, 40, 80, 120];

const capacity: Capacity = {
  runId: 1,
  concurrency: 'threads',
  bucketMs: 10_000,
  levels: USERS.map((users, index) => ({
    users,
    throughputPerSec: scalabilityAt(LAW, users),
    p95Ms: index === 0 ? null : users * 10,
    errorRate: users > 100 ? 0.06 : 0,
    buckets: 6,
  })),
  saturation: { users: 40, throughputPerSec: 141, p95Ms: 400 },
  latencyKnee: { users: 20, throughputPerSec: 94, p95Ms: 200 },
  throughputKnee: { users: 40, throughputPerSec: 141, p95Ms: 400 },
  breaking: { users: 120, atMs: 480_000, reason: 'errors', errorRate: 0.06, throughputPerSec: 140 },
  scalability: {
    ...LAW,
    alphaError: null,
    betaError: null,
    gammaError: null,
    peakUsers: 70,
    peakPerSec: 157,
    low: 150,
    high: 160,
    superlinear: false,
  },
  shownPerSec: 157,
  sustainablePerSec: 94,
  sustainableLow: 94,
  notes: [],
};
const headroom = headroomOf(capacity, 90, 2);
const SIZE = { width: 500, height: 300 };

describe('loads of a run', () => {
  it('are drawn with their limits, the fitted law and what is wanted', () => {
    const record = createRecordingContext();
    const scene = levelScene(levelPlot(capacity, 'throughput', headroom), SIZE, 1, fakePalette);
    drawLevels(record.context, scene);
    expect(record.texts()).toEqual(
      expect.arrayContaining([
        'Completed per second, by users',
        'users',
        'saturated 40',
        'knee 40',
        'breaks: errors 120',
        'wanted 180/s',
      ]),
    );
    expect(scene.values.domain[1]).toBeGreaterThanOrEqual(180);
  });

  it('do not follow the law farther than one and a half times what was measured', () => {
    const far = { ...capacity, scalability: { ...capacity.scalability!, peakUsers: 1000 } };
    const { law } = levelPlot(far, 'throughput', null);
    expect(law.at(-1)!.x).toBeCloseTo(180, 6);
    expect(law.at(-1)!.y).toBeCloseTo(scalabilityAt(LAW, 180), 6);
    expect(levelPlot(capacity, 'throughput', null).law.at(-1)!.x).toBeCloseTo(120, 6);
    expect(levelPlot(capacity, 'response', null).law).toEqual([]);
  });

  it('leave out response times of too few samples', () => {
    const model = levelPlot(capacity, 'response', null);
    expect(model.levels.map(({ users }) => users)).toEqual(USERS.slice(1));
    expect(model.marks.map(({ name, at }) => `${name} ${at}`)).toEqual([
      'knee 94',
      'saturated 141',
      'breaks: errors 140',
    ]);
  });

  it('are found by the pointer, and read', () => {
    const model = levelPlot(capacity, 'throughput', null);
    const scene = levelScene(model, SIZE, 1, fakePalette);
    const [x, y] = [scene.loads.toPx(40), scene.values.toPx(capacity.levels[3]!.throughputPerSec)];
    expect(levelAt(scene, x + 5, y - 5)).toBe(3);
    expect(levelAt(scene, scene.left, scene.top)).toBe(-1);
    expect(levelReadout(model, 0, scene.duration)).toMatchObject({
      title: '5 users',
      rows: [{ value: '28.7 /s' }, { value: 'too few samples' }, { value: '0 %' }],
    });
    expect(levelReadout(model, 99, scene.duration)).toBeNull();
  });

  it('are a sentence and a table', () => {
    const model = levelPlot(capacity, 'throughput', null);
    expect(describeLevels(model)).toMatch(
      /^Throughput by concurrency, 6 loads: 5\.00 to 120 users; 28\.7 to \d+ per second\. Marked: knee 40/u,
    );
    const table = levelTable(model);
    expect(table.columns.map(({ text, value }) => text(value(5)))).toEqual([
      '120',
      expect.any(String),
      '1,200',
      '6.00',
      '6',
    ]);
  });
});
