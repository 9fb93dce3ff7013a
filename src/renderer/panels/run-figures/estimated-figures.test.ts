import { expect, test } from 'vitest';
import { numbersToColumn } from '#shared/contract/columns.ts';
import { chooseScheme } from '#shared/model/latency-buckets.ts';
import { buildLatencyCubeAtOnce } from '../../data/latency-cube-build.ts';
import { createCubeEstimator } from '../../data/latency-cube-estimate.ts';
import { cubeSelection, estimatedFigures, OTHERS_ID } from './estimated-figures.ts';
import { TABLE_PERCENTILES } from './figures.ts';

/** Ten bins of 1 s: transaction 7 has two samples of 10 ms in each, the rest together one of 20 ms, 8 is left out of totals. */
const scheme = chooseScheme(1, 10, 40);
const rows = Array.from({ length: 10 }, (_, bin) => [
  [bin, 0, 0, 10, 2],
  [bin, 1, 0, 30, 1],
  [bin, 2, 1, 20, 1],
]).flat();
const column = (at: number) => numbersToColumn(rows.map((row) => row[at]!));
const cube = buildLatencyCubeAtOnce({
  binMs: 1000,
  binCount: 10,
  transactionIds: [7, 8],
  counted: [true, false],
  scheme,
  cells: {
    rowCount: rows.length,
    columns: {
      bin: column(0),
      transaction: column(1),
      failed: column(2),
      bucket: column(3),
      samples: column(4),
    },
  },
});
const known = new Map([[7, { id: 7, label: 'Log in', kind: 'request' as const }]]);
const run = { durationMs: 9500, countedKind: 'request' as const };

function figuresOf(selection: Parameters<typeof cubeSelection>[1]) {
  const asked = cubeSelection(cube, selection);
  if (asked === null) return null;
  return estimatedFigures(
    cube,
    createCubeEstimator(cube, TABLE_PERCENTILES).figures(asked),
    asked,
    run,
    known,
  );
}

test('totals leave out what is not counted; the rows show it', () => {
  const figures = figuresOf({ time: { fromMs: 2000, toMs: 6000 }, transactions: null, outcome: 'all' });
  expect(figures?.overall.samples).toBe(12);
  expect(figures?.overall.failures).toBe(4);
  expect(figures?.transactions.map(({ id, label, samples }) => [id, label, samples])).toEqual([
    [7, 'Log in', 8],
    [8, 'Transaction 8', 4],
    [OTHERS_ID, 'All rarer transactions together', 4],
  ]);
});

test('rates divide by the time of the selection, which ends with the run', () => {
  expect(
    figuresOf({ time: { fromMs: 2000, toMs: 6000 }, transactions: null, outcome: 'all' })?.overall
      .throughputPerSec,
  ).toBe(3);
  expect(
    figuresOf({ time: { fromMs: 9000, toMs: 10_000 }, transactions: [7], outcome: 'all' })?.overall
      .throughputPerSec,
  ).toBe(4);
});

test('chosen transactions are the total; all others stay in the table', () => {
  const figures = figuresOf({ time: null, transactions: [8], outcome: 'all' });
  expect(figures?.overall.samples).toBe(10);
  expect(figures?.transactions).toHaveLength(3);
});

test('transactions without a sample of that outcome have no row', () => {
  const figures = figuresOf({ time: null, transactions: null, outcome: 'failed' });
  expect(figures?.transactions.map(({ id }) => id)).toEqual([OTHERS_ID]);
  expect(figures?.overall.percentilesMs).toEqual([20, 20, 20, 20, 20]);
});

test('a transaction that is too rare for the cube cannot be estimated', () => {
  expect(cubeSelection(cube, { time: null, transactions: [99], outcome: 'all' })).toBeNull();
});
