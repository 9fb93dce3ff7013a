import { describe, expect, it } from 'vitest';
import { numbersToColumn } from '#shared/contract/columns.ts';
import type { SoakTrend } from '#shared/model/soak.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { createRecordingContext } from '../testing/recording-context.ts';
import { drawSoak } from './draw.ts';
import { minuteAt, soakTrendModel } from './model.ts';
import { soakScene } from './scene.ts';
import { describeSoak, soakTrendTable } from './summary.ts';

const TREND: SoakTrend = {
  kind: 'latency',
  transactionId: 1,
  label: 'Pay',
  figure: 'p95',
  host: null,
  contains: 'time',
  minutes: 3,
  from: 100,
  to: 130,
  change: 0.3,
  perHour: 0.2,
  perHourLow: 0.1,
  perHourHigh: 0.3,
  p: 0.0001,
  step: null,
};
const SPAN = { fromMs: 60_000, toMs: 60 * 60_000 };
const table = {
  rowCount: 3,
  columns: {
    atMs: numbersToColumn([60_000, 120_000, 240_000]),
    value: numbersToColumn([101, 115, 131]),
  },
};
const model = soakTrendModel(TREND, SPAN, table, 1);
const SIZE = { width: 500, height: 200 };

describe('a trend under constant load', () => {
  it('is drawn per minute, with the line that was found', () => {
    const record = createRecordingContext();
    drawSoak(record.context, soakScene(model, SIZE, fakePalette));
    expect(record.texts()).toEqual(expect.arrayContaining(['p95 of Pay, ms, per minute', '15:00']));
  });

  it('finds the minute under the pointer, also between two', () => {
    expect(minuteAt(model, 60_000)).toBe(0);
    expect(minuteAt(model, 260_000)).toBe(2);
    expect(minuteAt(soakTrendModel(TREND, SPAN, { rowCount: 0, columns: {} }, 1), 0)).toBe(-1);
  });

  it('is a sentence and a table', () => {
    const { duration } = soakScene(model, SIZE, fakePalette);
    expect(describeSoak(model, duration)).toBe(
      'p95 of Pay per minute, 3 minutes. The line goes from 100 ms to 130 ms, p 0.0001.',
    );
    const stepping = soakTrendModel({ ...TREND, step: { atMs: 120_000, change: 0.2 } }, SPAN, table, 1);
    expect(describeSoak(stepping, duration)).toContain('One step at 02:00');
    expect(soakTrendTable(model).columns.map(({ text, value }) => text(value(1)))).toEqual(['02:00', '115']);
  });

  it('of bytes is written as bytes', () => {
    const held = {
      ...TREND,
      kind: 'resource',
      figure: 'floor',
      label: 'heap',
      host: 'web1',
      contains: 'data',
    } as const;
    const record = createRecordingContext();
    const bytes = { ...table, columns: { ...table.columns, value: numbersToColumn([1e8, 1.1e8, 1.2e8]) } };
    drawSoak(
      record.context,
      soakScene(soakTrendModel({ ...held, from: 1e8, to: 1.2e8 }, SPAN, bytes, 1), SIZE, fakePalette),
    );
    expect(record.texts()).toEqual(expect.arrayContaining(['Floor of heap, web1, per minute', '100 MB']));
  });
});
