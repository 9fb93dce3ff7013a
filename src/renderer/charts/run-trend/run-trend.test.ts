import { describe, expect, it } from 'vitest';
import type { RunTrend } from '#shared/model/comparison.ts';
import { fakeTrend } from '../../panels/testing/fake-comparison.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawTrend } from './draw.ts';
import { trendModel } from './model.ts';
import { runAt, trendScene } from './scene.ts';
import { describeTrend, trendTable } from './summary.ts';

const trend: RunTrend = {
  ...fakeTrend([1, 2, 3]),
  changePoints: [{ metric: 'p95', runId: 3, before: 200, after: 260, p: 0.0005 }],
};
const about = (runId: number) =>
  ({ name: `Run ${runId}`, side: runId === 2 ? 'A' : runId === 3 ? 'B' : null }) as const;
const model = trendModel(trend, 'p95', about);
const scene = trendScene(model, { width: 500, height: 240 }, fakePalette);

describe('trend of runs', () => {
  it('marks baseline and candidate, and where a change begins', () => {
    const record = createRecordingContext();
    drawTrend(record.context, scene);
    expect(record.texts()).toEqual(expect.arrayContaining(['p95, ms, by run', 'A', 'B', 'change +30 %']));
    expect(model.points.map((point) => point.change?.p ?? null)).toEqual([null, null, 0.0005]);
  });

  it('has changes of its own metric only', () => {
    expect(trendModel(trend, 'p50', about).points.every((point) => point.change === null)).toBe(true);
  });

  it('finds the run under the pointer', () => {
    expect(runAt(scene, scene.toX(1))).toBe(1);
    expect(runAt(scene, 3)).toBe(-1);
    expect(
      runAt(trendScene({ metric: 'p95', points: [] }, { width: 500, height: 240 }, fakePalette), 200),
    ).toBe(-1);
  });

  it('is a sentence and a table', () => {
    expect(describeTrend(model, 'ms', 1)).toBe(
      'Trend of p95 over 3 runs, from 200 ms (Run 1) to 202 ms (Run 3). Changes begin with Run 3.',
    );
    const table = trendTable(model, 'ms', 1);
    expect(table.columns.map((column) => column.text(column.value(1)))).toEqual([
      '2026-03-15 01:00:04 UTC',
      'Run 2',
      'A',
      '201',
      expect.any(String),
    ]);
  });

  it('shows error rates in percent', () => {
    const errors = trendScene(
      trendModel(trend, 'errorRate', about),
      { width: 500, height: 240 },
      fakePalette,
    );
    expect(errors).toMatchObject({ factor: 100, unit: '%' });
  });
});
