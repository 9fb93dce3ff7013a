import { describe, expect, it } from 'vitest';
import { numbersToColumn } from '#shared/contract/columns.ts';
import { bucketOf, chooseScheme } from '#shared/model/latency-buckets.ts';
import type { LatencyCube } from '#shared/model/latency.ts';
import { durationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { cellAt, drawPairedHeat, drawPairedHeatOverlay } from './draw.ts';
import { cellOf, pairedHeat } from './model.ts';
import { heatScene } from './scene.ts';
import { describePairedHeat, pairedHeatTable } from './summary.ts';

const scheme = chooseScheme(1, 10, 1000);

/** Rows: bin, index of the transaction, failed, response time, samples. */
function cubeOf(
  rows: readonly (readonly [bin: number, transaction: number, failed: number, ms: number, samples: number])[],
  binMs = 1000,
): LatencyCube {
  const column = (at: 0 | 1 | 2 | 4) => numbersToColumn(rows.map((row) => row[at]));
  return {
    binMs,
    binCount: 10,
    transactionIds: [5, 6],
    counted: [true, false],
    scheme,
    cells: {
      rowCount: rows.length,
      columns: {
        bin: column(0),
        transaction: column(1),
        failed: column(2),
        bucket: numbersToColumn(rows.map((row) => bucketOf(scheme, row[3]))),
        samples: column(4),
      },
    },
  };
}

const total = (rates: Float64Array): number => rates.reduce((sum, rate) => sum + rate, 0);
const side = (cube: LatencyCube, transactionId: number | null = 5) => ({
  cube,
  transactionId,
  durationMs: 10_000,
});

describe('heat maps of both sides', () => {
  const a = cubeOf([
    [0, 0, 0, 100, 4],
    [3, 0, 0, 100, 6],
    [3, 0, 1, 100, 50],
    [3, 1, 0, 100, 70],
    [4, 2, 0, 100, 5],
  ]);
  const b = cubeOf([[3, 0, 0, 400, 10]]);
  const model = pairedHeat(side(a), side(b), 1)!;

  /** What is painted within the pictures, and below them. */
  function drawn() {
    const record = createRecordingContext();
    const scene = heatScene(model, { width: 900, height: 300 }, durationScale('ms', 1), fakePalette);
    drawPairedHeat(record.context, scene);
    const colours = (below: boolean) =>
      record
        .named('fillRect')
        .filter(({ args }) => Number(args[1]) > scene.bottom === below)
        .map((call) => String(call.fillStyle));
    return {
      cells: colours(false),
      legend: colours(true),
      words: record.texts(),
    };
  }

  it('count the successes of the transaction, as rates', () => {
    expect(model.columnMs).toBe(1000);
    expect(total(model.baseline)).toBeCloseTo(10);
    expect(total(model.candidate)).toBeCloseTo(10);
    expect(model).toMatchObject({ most: 10, mostDifference: 10, columnCount: 10 });
  });

  it('of all counted samples take in those that are added up, and leave out what headlines leave out', () => {
    expect(total(pairedHeat(side(a, null), side(b, null), 1)!.baseline)).toBeCloseTo(15);
  });

  it('have the same rows, and rates that do not depend on the width of bins', () => {
    const wide = cubeOf([[1, 0, 0, 400, 20]], 2000);
    const paired = pairedHeat(side(a), side(wide), 1)!;
    expect(paired.columnMs).toBe(2000);
    expect(total(paired.candidate)).toBeCloseTo(10);
    expect(total(paired.baseline)).toBeCloseTo(5);
    expect(paired.rows.edgesMs[0]).toBeLessThanOrEqual(100);
    expect(paired.rows.edgesMs.at(-1)).toBeGreaterThanOrEqual(400);
  });

  it('are none where a cube does not know the transaction, or nothing succeeded', () => {
    expect(pairedHeat(side(a, 99), side(b), 1)).toBeNull();
    expect(pairedHeat(side(cubeOf([])), side(cubeOf([])), 1)).toBeNull();
  });

  it('are drawn beside each other, and where they differ, in the colour of the side that has more', () => {
    const { cells } = drawn();
    expect(cells.filter((colour) => colour === '--side-a')).toHaveLength(2);
    expect(cells.filter((colour) => colour === '--side-b')).toHaveLength(1);
    expect(cells.filter((colour) => colour.startsWith('rgb'))).toHaveLength(3);
  });

  it('say what their colours mean, in samples per second', () => {
    const { legend, words } = drawn();
    expect(words).toEqual(
      expect.arrayContaining([
        'ms',
        'elapsed, mm:ss',
        '1 sample',
        `${numberFormat.short(model.most)} samples/s`,
        signed(-model.mostDifference),
        `${signed(model.mostDifference)} samples/s`,
      ]),
    );
    // The difference goes from the colour of A, which has more, to that of B.
    expect([legend.at(0)?.startsWith('rgb'), legend.at(-1)]).toEqual([true, '--side-b']);
    expect(legend).toContain('--side-a');
  });

  it('show the crosshair of linked charts in all three, and the cell where it is a time and a value', () => {
    const scene = heatScene(model, { width: 900, height: 300 }, durationScale('ms', 1), fakePalette);
    const drawn = (timeMs: number | null, valueMs: number | null) => {
      const record = createRecordingContext();
      drawPairedHeatOverlay(record.context, scene, { owner: 'another', timeMs, valueMs });
      return { lines: record.named('fillRect'), cells: record.named('strokeRect') };
    };
    const both = drawn(3500, 400);
    expect(both.lines).toHaveLength(6);
    expect(both.cells).toHaveLength(3);
    const upright = both.lines.filter(({ args }) => args[2] === 1).map(({ args }) => args[0] as number);
    expect(upright).toEqual(scene.plots.map(({ time }) => Math.round(time.toX(3500))));
    const [left, , width] = both.cells[0]!.args as number[];
    expect(scene.plots[0]!.time.toX(3500)).toBeGreaterThan(left!);
    expect(scene.plots[0]!.time.toX(3500)).toBeLessThan(left! + width!);
    expect(drawn(3500, null)).toMatchObject({ lines: { length: 3 }, cells: { length: 0 } });
    expect(drawn(null, 400)).toMatchObject({ lines: { length: 3 }, cells: { length: 0 } });
    expect(drawn(99_000, 1e9)).toMatchObject({ lines: { length: 0 }, cells: { length: 0 } });
    expect(cellAt(model, 3500, 400)).toEqual({ column: 3, row: model.rows.edgesMs.length - 2 });
    expect(cellAt(model, 99_000, 400)).toBeNull();
  });

  it('are a sentence and a table of the cells that hold something', () => {
    expect(describePairedHeat(model, durationScale('ms', 1))).toMatch(
      /^Heat maps of A and B .*cells of 1\.0 s/,
    );
    const table = pairedHeatTable(model, durationScale('ms', 1));
    expect(table.rowCount).toBe(3);
    const difference = table.columns.at(-1)!;
    expect([0, 1, 2].map((row) => difference.value(row))).toEqual([-4, -6, 10]);
    expect(cellOf(model, 1, 0)).toBe(model.rows.edgesMs.length - 1);
  });
});
