import { describe, expect, it } from 'vitest';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { timeAxis } from '../time-axis.ts';
import { layOutTimePlot } from '../time-plot/geometry.ts';
import { drawStacked } from './draw.ts';
import { baseOf, stackedAxis, totalOf, type StackedModel } from './model.ts';
import { styleAt } from './patterns.ts';
import { describeStacked, stackedReadout, stackedTable } from './summary.ts';

const model: StackedModel = {
  durationMs: 30_000,
  startedAtUs: null,
  bucketMs: 10_000,
  startMs: Float64Array.of(0, 10_000, 20_000),
  unit: '/s',
  series: [
    { name: '503', style: 0, values: Float64Array.of(4, 0, 6) },
    { name: '401', style: 1, values: Float64Array.of(1, NaN, 2) },
  ],
};

function draw() {
  const recording = createRecordingContext();
  const geometry = layOutTimePlot({ width: 716, height: 146 });
  const values = stackedAxis(model, geometry.top, geometry.bottom);
  const time = timeAxis({ fromMs: 0, toMs: 30_000 }, geometry.left, geometry.right);
  drawStacked(recording.context, { geometry, time, values, palette: fakePalette, pixelRatio: 1 }, model);
  return { ...recording, values };
}

describe('stacks', () => {
  it('stand on each other; what is not known counts as nothing', () => {
    expect(baseOf(model, 1, 0)).toBe(4);
    expect(totalOf(model, 1)).toBe(0);
    expect(totalOf(model, 2)).toBe(8);
    expect(stackedAxis(model, 0, 100).domain[1]).toBeGreaterThanOrEqual(8);
  });

  it('are drawn from their base upwards, one box per value', () => {
    const { named, values } = draw();
    const boxes = named('rect').map(({ args }) => args as number[]);
    // The plot is 600 px wide: a bucket has 200. Two values of the first series, then two of the second above them.
    const second = boxes.filter(([x, y]) => x === 56 && y === values.toPx(5));
    expect(second).toHaveLength(1);
    expect(second[0]![3]).toBeCloseTo(values.toPx(4) - values.toPx(5));
  });

  it('are told apart by name, colour and pattern', () => {
    const { texts } = draw();
    expect(texts()).toEqual(['503', '401']);
    const [a, b] = [styleAt(fakePalette, 0), styleAt(fakePalette, 1)];
    expect(a.colour).not.toBe(b.colour);
    expect(a.pattern).not.toBe(b.pattern);
    const all = Array.from({ length: 40 }, (_, place) => Object.values(styleAt(fakePalette, place)).join());
    expect(new Set(all).size).toBe(40);
  });

  it('are read from the top down, with their sum', () => {
    expect(stackedReadout(model, 25_000)).toEqual({
      title: '00:20–00:30',
      note: null,
      rows: [
        { name: '401', value: '2.00 /s' },
        { name: '503', value: '6.00 /s' },
        { name: 'Together', value: '8.00 /s' },
      ],
    });
    expect(stackedReadout(model, 12_000)?.rows[0]).toEqual({ name: '401', value: 'not known' });
  });

  it('are a table and a sentence too', () => {
    expect(stackedTable(model).columns.map(({ header }) => header)).toEqual(['Start', '503, /s', '401, /s']);
    expect(describeStacked(model, 'Failures')).toBe(
      'Failures over 30 s, buckets of 10 s. 503 up to 6.00 /s, 401 up to 2.00 /s.',
    );
  });
});
