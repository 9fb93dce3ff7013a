import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numbersToColumn } from '#shared/contract/columns.ts';
import { chartTableText } from '../chart-panel/chart-table-text.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawPercentiles } from './draw.ts';
import { drawPercentileOverlay } from './draw-overlay.ts';
import { percentileCurve, percentileOf, valueAt, type PercentileCurve } from './model.ts';
import { nines, ninesAxis, percentileOfNines } from './nines-axis.ts';
import { percentileName, readingAt } from './reading.ts';
import { durationOf, layOutPercentiles, percentileScene } from './scene.ts';
import { describePercentiles, percentileTable } from './summary.ts';

/** Response times spread evenly from 1 ms to a maximum, so that readings are easy to foresee. */
function ramp(samples: number, maxMs = 1000): PercentileCurve {
  const percentile = [0, 50, 90, 99, 99.9, 99.99].filter((p) => p === 0 || nines(p) <= Math.log10(samples));
  return {
    samples,
    percentile: Float64Array.from([...percentile, 100]),
    valueMs: Float64Array.from([...percentile, 100].map((p) => 1 + ((maxMs - 1) * p) / 100)),
  };
}

const model = {
  clockTickMs: 1,
  reported: false,
  isPart: true,
  behindIs: 'whole run' as const,
  selection: ramp(1000),
  behind: ramp(100_000, 2000),
};

describe('the axis of nines', () => {
  test('gives every nine the same width', () => {
    const axis = ninesAxis(100_000, 0, 500);
    expect([0, 90, 99, 99.9, 99.99, 99.999].map((p) => Math.round(axis.toPx(p)))).toEqual([
      0, 100, 200, 300, 400, 500,
    ]);
  });

  test('ends where one sample lies beyond, but shows p90 at the least', () => {
    expect(ninesAxis(1000, 0, 300).ticks.map((tick) => tick.percentile)).toEqual([0, 50, 90, 99, 99.9]);
    expect(ninesAxis(3, 0, 300).ticks.map((tick) => tick.percentile)).toEqual([0, 50, 90]);
    expect(ninesAxis(10_000_000, 0, 700).ticks.at(-1)?.percentile).toBe(99.99999);
    // The last label would be moved into the one before it.
    expect(
      ninesAxis(10_000_000, 0, 370)
        .ticks.slice(-2)
        .map(({ labelled }) => labelled),
    ).toEqual([true, false]);
    expect(ninesAxis(10_000_000, 0, 700).ticks.every(({ labelled }) => labelled)).toBe(true);
  });

  test('leaves labels out that would touch', () => {
    const labels = ninesAxis(100_000, 0, 60)
      .ticks.filter((tick) => tick.labelled)
      .map((tick) => tick.percentile);
    expect(labels[0]).toBe(0);
    expect(labels.length).toBeLessThan(4);
  });

  test('goes there and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 5, noNaN: true }), (value) => {
        expect(nines(percentileOfNines(value))).toBeCloseTo(value, 6);
        const axis = ninesAxis(100_000, 50, 550);
        expect(axis.toPx(axis.toPercentile(50 + value * 100))).toBeCloseTo(50 + value * 100, 4);
      }),
    );
  });
});

describe('reading', () => {
  test('a point of the curve reads back exactly', () => {
    const curve = ramp(1000);
    curve.percentile.forEach((p, i) => expect(valueAt(curve, p)).toBeCloseTo(curve.valueMs[i]!, 9));
    curve.valueMs.forEach((ms, i) => expect(percentileOf(curve, ms)).toBeCloseTo(curve.percentile[i]!, 9));
  });

  test('values outside of the curve are its ends', () => {
    expect(percentileOf(ramp(1000), 0)).toBe(0);
    expect(percentileOf(ramp(1000), 5000)).toBe(100);
    expect(
      valueAt({ samples: 0, percentile: new Float64Array(0), valueMs: new Float64Array(0) }, 50),
    ).toBeNaN();
  });

  test('of equal values the largest percentile counts', () => {
    const flat = {
      samples: 100,
      percentile: Float64Array.of(0, 50, 90, 100),
      valueMs: Float64Array.of(1, 7, 7, 9),
    };
    expect(percentileOf(flat, 7)).toBe(90);
  });

  test('a percentile has two digits of what lies beyond and never rounds up to 100', () => {
    expect([0, 50, 87.34, 95, 99, 99.3, 99.95, 99.985, 99.99999, 100].map(percentileName)).toEqual([
      'p0',
      'p50',
      'p87',
      'p95.0',
      'p99.00',
      'p99.30',
      'p99.950',
      'p99.985',
      'p99.999990',
      'p100',
    ]);
  });

  test('names both curves', () => {
    const reading = readingAt(model, 901, durationOf(model));
    expect(reading?.text).toMatch(/^901 ms is p90/);
    expect(reading?.behind?.text).toBe('p45 of the whole run');
    const steady = { ...model, isPart: false, behindIs: 'steady phase' as const };
    expect(readingAt(steady, 901, durationOf(steady))?.behind?.text).toBe('p45 of the steady phase');
    expect(describePercentiles(steady, durationOf(steady))).toMatch(/Whole run, 1,000 .* Steady phase, /);
  });
});

describe('the picture', () => {
  const scene = percentileScene(model, layOutPercentiles({ width: 400, height: 400 }), 'log', fakePalette);

  test('draws the whole run behind the selection and shades what rests on under ten samples', () => {
    const { context, named, texts } = createRecordingContext();
    drawPercentiles(context, scene);
    expect(named('stroke').map((call) => call.strokeStyle)).toEqual(['--text-3', '--accent']);
    const shade = named('fillRect').find((call) => call.fillStyle === '--hover');
    // 1000 samples: ten lie beyond p99.
    expect(shade?.args[0]).toBeCloseTo(scene.nines.toPx(99));
    expect(texts()).toEqual(
      expect.arrayContaining([
        'Response time, ms (log), by percentile',
        'under 10',
        'beyond',
        '99.99',
        'percentile (log nines)',
      ]),
    );
  });

  test('ends each curve where one of its samples lies beyond', () => {
    const { context, calls } = createRecordingContext();
    drawPercentiles(context, scene);
    const ends = ['--text-3', '--accent'].map(
      (colour) =>
        calls.filter((call) => call.name === 'lineTo' && call.strokeStyle === colour).at(-1)?.args[0],
    );
    expect(ends[0]).toBeCloseTo(scene.nines.endPx(100_000));
    expect(ends[1]).toBeCloseTo(scene.nines.endPx(1000));
  });

  test('marks the crosshair on both curves and says what it reads', () => {
    const { context, named, texts } = createRecordingContext();
    drawPercentileOverlay(context, scene, 500);
    expect(named('arc')).toHaveLength(2);
    expect(texts()[0]).toMatch(/^500 ms is p/);
    const nothing = createRecordingContext();
    drawPercentileOverlay(nothing.context, scene, null);
    expect(nothing.calls).toHaveLength(0);
  });

  test('one sample is enough for a picture', () => {
    const single = {
      clockTickMs: 1,
      reported: false,
      selection: { samples: 1, percentile: Float64Array.of(0, 100), valueMs: Float64Array.of(0, 0) },
      isPart: false,
      behind: null,
      behindIs: 'whole run' as const,
    };
    const { context, texts } = createRecordingContext();
    drawPercentiles(
      context,
      percentileScene(single, layOutPercentiles({ width: 400, height: 400 }), 'log', fakePalette),
    );
    expect(texts()).toContain('percentile (log nines)');
  });
});

test('in words only percentiles are named that ten samples lie beyond', () => {
  expect(describePercentiles({ ...model, isPart: false, behind: null }, durationOf(model))).toBe(
    'Percentile curve. Whole run, 1,000 samples: p50 501 ms, p90 900 ms, p95 927 ms, p99 990 ms, maximum 1,000 ms.',
  );
});

test('the table has the points of both curves, exactly', () => {
  const lines = chartTableText(percentileTable(model)).split('\r\n');
  expect(lines[0]).toBe('Selection: percentile\tSelection, ms\tWhole run: percentile\tWhole run, ms');
  expect(lines[2]).toBe('50\t500.5\t50\t1000.5');
  expect(lines.at(-2)).toBe('\t\t100\t2000');
});

test('a curve comes from columns', () => {
  const table = {
    rowCount: 2,
    columns: { percentile: numbersToColumn([0, 100]), valueMs: numbersToColumn([3, 9]) },
  };
  expect(percentileCurve({ samples: 2, table })).toEqual({
    samples: 2,
    percentile: Float64Array.of(0, 100),
    valueMs: Float64Array.of(3, 9),
  });
});
