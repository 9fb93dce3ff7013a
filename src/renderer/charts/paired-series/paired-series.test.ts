import { describe, expect, it } from 'vitest';
import { fakeModel } from '../testing/fake-series.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawPaired, drawPairedOverlay, lineAt } from './draw.ts';
import { notJudged, pairedModel, ribbonSide, type PairedSide } from './model.ts';
import { pairedScene } from './scene.ts';
import { describePaired, describePairedBuckets, pairedTable } from './summary.ts';

const { lines } = fakeModel([50, 99]);
const side = (change: Partial<PairedSide> = {}): PairedSide => ({
  name: 'A',
  durationMs: 95_000,
  lines,
  judged: { fromMs: 20_000, toMs: 60_000 },
  phases: [],
  ...change,
});
const model = pairedModel(
  [side(), side({ name: 'B', durationMs: 120_000, judged: { fromMs: 10_000, toMs: 90_000 } })],
  1,
);
const scene = pairedScene(model, { width: 600, height: 260 }, fakePalette);

describe('sides over time', () => {
  it('share an axis that is as long as the longer run', () => {
    expect(model.durationMs).toBe(120_000);
    expect(scene.time.toX(120_000)).toBe(scene.geometry.right);
  });

  it('hatch what no verdict was made from', () => {
    expect(notJudged(model)).toEqual([
      { fromMs: 0, toMs: 10_000 },
      { fromMs: 90_000, toMs: 120_000 },
    ]);
    expect(notJudged(pairedModel([side({ judged: null })], 1))).toEqual([]);
    const record = createRecordingContext();
    drawPaired(record.context, scene);
    expect(record.texts()).toContain('hatched: not judged');
  });

  it('name their lines at the right end, A dashed', () => {
    const record = createRecordingContext();
    drawPaired(record.context, scene);
    expect(record.texts()).toEqual(expect.arrayContaining(['A p50', 'A p99', 'B p50', 'B p99']));
    const dashes = record.named('setLineDash').map((call) => JSON.stringify(call.args[0]));
    expect(dashes.filter((dash) => dash === '[6,2]')).toHaveLength(2);
  });

  it('show the phases of the candidate, else of the baseline', () => {
    const phases = [{ kind: 'steady' as const, fromMs: 0, toMs: 1, reason: '', edited: false }];
    expect(ribbonSide(pairedModel([side({ phases }), side({ name: 'B', phases })], 1))?.name).toBe('B');
    expect(ribbonSide(pairedModel([side({ phases }), side({ name: 'B' })], 1))?.name).toBe('A');
    expect(ribbonSide(model)).toBeNull();
  });

  it('name the brushed span, and draw no crosshair that is not there', () => {
    const record = createRecordingContext();
    drawPairedOverlay(record.context, scene, { span: { fromMs: 0, toMs: 30_000 }, label: '30 s' }, null);
    expect(record.texts()).toEqual(['30 s']);
    const quiet = createRecordingContext();
    drawPairedOverlay(quiet.context, scene, null, null);
    expect(quiet.calls).toEqual([]);
  });

  it('have no value after their end', () => {
    expect(lineAt(lines[0]!, 15_000)).toBe(41);
    expect(lineAt(lines[0]!, 45_000)).toBeNaN();
    expect(lineAt(lines[0]!, 115_000)).toBeNaN();
  });

  it('are a sentence and a table', () => {
    expect(describePairedBuckets(model)).toBe("20 s buckets, from each run's own start");
    expect(describePaired(model, scene.duration)).toContain('A p50 from 40 to 49 ms');
    const table = pairedTable(model, scene.duration);
    expect(table.columns.map((column) => column.header)).toEqual([
      'Start',
      'A p50, ms',
      'A p99, ms',
      'B p50, ms',
      'B p99, ms',
    ]);
    expect(table.columns.map((column) => column.value(1))).toEqual([10_000, 41, NaN, 41, NaN]);
  });
});
