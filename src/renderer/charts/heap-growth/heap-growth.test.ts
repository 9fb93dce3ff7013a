import { describe, expect, it } from 'vitest';
import type { GrowthSnapshot, SeriesGrowth } from '#shared/model/heap-growth.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawHeapGrowth } from './draw.ts';
import { heapGrowthModel, keptFlags, sizeUnit } from './model.ts';
import { flagAt, heapGrowthScene } from './scene.ts';
import { describeHeapGrowth, heapGrowthTable } from './summary.ts';

function growth(change: (snapshot: GrowthSnapshot, place: number) => Partial<GrowthSnapshot> = () => ({})) {
  const snapshots = [0, 1, 2, 3].map((place): GrowthSnapshot => {
    const snapshot = {
      snapshotId: place + 1,
      name: `heap-${place + 1}`,
      takenAtUs: null,
      elapsedMs: place * 60_000,
      operations: (place + 1) * 1000,
      totalBytes: 10_000_000 + place * 1_000_000,
      leftOut: false,
    };
    return { ...snapshot, ...change(snapshot, place) };
  });
  const kept = snapshots.filter(({ leftOut }) => !leftOut);
  return {
    seriesId: 1,
    snapshots,
    operationsFrom: 'typed',
    checks: [],
    growth: null,
    missing: null,
    exhaustion: null,
    bands: [
      {
        kind: 'series',
        name: 'QuoteContext',
        key: 'q',
        verdict: 'leak',
        bytes: kept.map(({ totalBytes }) => totalBytes - 9_000_000),
      },
      { kind: 'other', name: 'Other', key: null, verdict: null, bytes: kept.map(() => 9_000_000) },
    ],
  } satisfies SeriesGrowth;
}

const size = { width: 900, height: 260 };

describe('heap used between the snapshots', () => {
  const used = {
    metric: 'heap_used',
    host: null,
    elapsedMs: Float64Array.of(0, 60_000, 120_000),
    bytes: Float64Array.of(11e6, 30e6, 12e6),
  };

  it('is a line over the time of the run, and a column of the table', () => {
    const model = heapGrowthModel(growth(), 180_000, used);
    const { columns } = heapGrowthTable(model);
    const column = columns.find(({ id }) => id === 'used')!;
    expect([0, 1, 2, 3].map((row) => column.value(row))).toEqual([11, 30, 12, 12]);
    const points = (of: typeof model): number => {
      const { context, calls } = createRecordingContext();
      drawHeapGrowth(context, heapGrowthScene(of, size, fakePalette, false), null);
      return calls.filter(({ name }) => name === 'lineTo').length;
    };
    expect(points(model) - points(heapGrowthModel(growth(), 180_000))).toBe(2);
  });

  it('has no place where the axis is not time', () => {
    expect(
      heapGrowthModel(
        growth(() => ({ elapsedMs: null })),
        180_000,
        used,
      ).used,
    ).toBeNull();
  });
});

describe('growth of the heap', () => {
  it('stands on time where all instants are known, else on operations, else on the order', () => {
    expect(heapGrowthModel(growth(), null).axis).toBe('time');
    const noTime = growth(() => ({ elapsedMs: null }));
    expect(heapGrowthModel(noTime, null).axis).toBe('operations');
    const nothing = growth(() => ({ elapsedMs: null, operations: null }));
    expect(heapGrowthModel(nothing, null).flags.map(({ at }) => at)).toEqual([0, 1, 2, 3]);
  });

  it('marks what lies outside of the run, and leaves time where that would squeeze the run', () => {
    const model = heapGrowthModel(growth(), 150_000);
    expect(model.flags.map(({ outside }) => outside)).toEqual([false, false, false, true]);
    expect(model.domain).toEqual([0, 180_000]);
    const otherDay = growth((_, place) => ({ elapsedMs: 86_400_000 + place * 60_000 }));
    expect(heapGrowthModel(otherDay, 150_000)).toMatchObject({ axis: 'operations', run: null });
  });

  it('draws bands of the kept snapshots only, and names them with their last value', () => {
    const model = heapGrowthModel(
      growth((_, place) => ({ leftOut: place === 1 })),
      null,
    );
    expect(keptFlags(model).map(({ label }) => label)).toEqual(['S1', 'S3', 'S4']);
    const record = createRecordingContext();
    const scene = heapGrowthScene(model, size, fakePalette, false);
    drawHeapGrowth(record.context, scene, null);
    expect(record.texts()).toEqual(
      expect.arrayContaining(['QuoteContext 4.00', 'Other 9.00', 'MB', 'elapsed']),
    );
    // Two areas, with the corners of three snapshots above and below.
    const fills = record.named('fill').filter(({ fillStyle }) => fillStyle === fakePalette.bad);
    expect(fills.length).toBeGreaterThan(0);
    expect(record.named('lineTo').length).toBeGreaterThanOrEqual(2 * 5);
  });

  it('finds the snapshot under the pointer', () => {
    const scene = heapGrowthScene(heapGrowthModel(growth(), null), size, fakePalette, false);
    expect(flagAt(scene, scene.toX(60_000) + 10)).toBe(1);
    expect(flagAt(scene, 5)).toBe(-1);
  });

  it('is a sentence and a table in the unit of the axis', () => {
    const model = heapGrowthModel(
      growth((_, place) => ({ leftOut: place === 3 })),
      null,
    );
    expect(sizeUnit(model).name).toBe('MB');
    expect(describeHeapGrowth(model)).toBe(
      'Live heap over 3 snapshots, from 10 MB (S1) to 12 MB (S3). QuoteContext from 1 MB to 3 MB, Other from 9 MB to 9 MB. 1 snapshot is left out.',
    );
    const table = heapGrowthTable(model);
    const last = table.columns.map((column) => column.value(3));
    expect(last.slice(2)).toEqual([4000, 13, NaN, NaN]);
    expect(table.columns[0]!.text(3)).toBe('S4 heap-4 (left out)');
  });
});
