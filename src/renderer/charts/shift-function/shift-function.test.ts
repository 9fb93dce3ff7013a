import { describe, expect, it } from 'vitest';
import { numbersToColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { fakeDistributions } from '../../panels/testing/fake-comparison.ts';
import { durationScale } from '../../ui/duration-format.ts';
import { signed, signedFixed } from '../../ui/signed-format.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawShift } from './draw.ts';
import { inUnit, nearestShift, shiftModel } from './model.ts';
import { layOutShift, shiftAt, shiftScene } from './scene.ts';
import { describeShift, shiftTable } from './summary.ts';

const model = shiftModel(fakeDistributions(), 0.1);
const scene = shiftScene(model, layOutShift({ width: 600, height: 260 }), fakePalette);

function tableOf(rows: readonly Readonly<Record<string, number>>[]): ColumnTable {
  const names = ['percentile', 'baselineMs', 'candidateMs', 'deltaMs', 'lowMs', 'highMs', 'beyond'];
  return {
    rowCount: rows.length,
    columns: Object.fromEntries(
      names.map((name) => [name, numbersToColumn(rows.map((row) => row[name] ?? null))]),
    ),
  };
}

describe('shift function', () => {
  it('is in percent of side A', () => {
    expect(model.unit).toBe('%');
    const p95 = model.points[nearestShift(model, 95)]!;
    expect(inUnit(model, p95, p95.deltaMs)).toBeCloseTo(24);
  });

  it('is in milliseconds where side A is 0', () => {
    const zero = shiftModel(
      {
        shift: tableOf([
          { percentile: 50, baselineMs: 0, candidateMs: 2, deltaMs: 2, lowMs: 1, highMs: 3, beyond: 0 },
        ]),
      },
      0.1,
    );
    expect(zero.unit).toBe('ms');
    expect(inUnit(zero, zero.points[0]!, 2)).toBe(2);
  });

  it('fills what lies beyond the margin, in the colour of the side that is larger', () => {
    const record = createRecordingContext();
    drawShift(record.context, scene);
    const filled = record.named('fill').map((call) => call.fillStyle);
    expect(filled.filter((colour) => colour === '--side-b')).toHaveLength(3);
    expect(filled.filter((colour) => colour === '--bg')).toHaveLength(8);
    expect(record.texts()).toContain('margin ±10 %');
  });

  it('keeps the margin in view when nothing has moved', () => {
    const still = shiftModel(
      {
        shift: tableOf([
          { percentile: 50, baselineMs: 100, candidateMs: 100, deltaMs: 0, lowMs: 0, highMs: 0, beyond: 0 },
        ]),
      },
      0.1,
    );
    const { toY, geometry } = shiftScene(still, layOutShift({ width: 300, height: 200 }), fakePalette);
    expect(toY(10)).toBeGreaterThanOrEqual(geometry.top);
    expect(toY(-10)).toBeLessThanOrEqual(geometry.bottom);
  });

  it('finds the point under the pointer', () => {
    expect(shiftAt(scene, scene.toX(3))).toBe(3);
    expect(shiftAt(scene, 0)).toBe(-1);
  });

  it('draws a percentile without an interval as a point alone, and one that is unknown not at all', () => {
    const partial = shiftModel(
      {
        shift: tableOf([
          { percentile: 50, baselineMs: 100, candidateMs: 110, deltaMs: 10, beyond: 0 },
          { percentile: 99, baselineMs: 200, beyond: 0 },
        ]),
      },
      0.1,
    );
    const record = createRecordingContext();
    drawShift(record.context, shiftScene(partial, layOutShift({ width: 300, height: 200 }), fakePalette));
    expect(record.named('arc')).toHaveLength(1);
  });

  it('says which percentiles are beyond', () => {
    expect(describeShift(model)).toContain('Beyond the margin: p90, p95, p99.');
    expect(describeShift({ ...model, points: [] })).toContain('no samples');
  });

  it('is a table', () => {
    const table = shiftTable(model, durationScale('ms', 1));
    expect(table.rowCount).toBe(11);
    expect(table.columns.map((column) => column.text(column.value(9)))).toEqual([
      'p95',
      '575',
      '713',
      '138',
      '92',
      '184',
      'yes',
    ]);
  });

  it('signs what has a direction', () => {
    expect([10, -2.5, 0].map(signed)).toEqual(['+10', '−2.50', '0']);
    expect([10, -2.54, -0.04].map((value) => signedFixed(value, 1))).toEqual(['+10.0', '−2.5', '0.0']);
  });
});
