import { describe, expect, it } from 'vitest';
import { numbersToColumn } from '#shared/contract/columns.ts';
import { bucketOf, chooseScheme } from '#shared/model/latency-buckets.ts';
import type { LatencyCube } from '#shared/model/latency.ts';
import { buildLatencyCubeAtOnce } from './latency-cube-build.ts';
import { busiestTransaction, cubeGrid, cubeHistogram } from './latency-cube-grid.ts';

interface Sample {
  readonly bin: number;
  readonly transaction: number;
  readonly failed: 0 | 1;
  readonly ms: number;
}

/** A reproducible muddle of 3,000 samples: 40 bins, two transactions and the rest, 1 to 400 ms. */
const samples: readonly Sample[] = Array.from({ length: 3000 }, (_, i) => ({
  bin: (i * 7) % 40,
  transaction: i % 3,
  failed: i % 11 === 0 ? 1 : 0,
  ms: 1 + ((i * i) % 400),
}));
const scheme = chooseScheme(1, 1, 400);

function sparse(): LatencyCube {
  const cells = new Map<string, number>();
  for (const { bin, transaction, failed, ms } of samples) {
    const key = [bin, transaction, failed, bucketOf(scheme, ms)].join();
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const rows = [...cells].map(([key, count]) => [...key.split(',').map(Number), count]);
  const names = ['bin', 'transaction', 'failed', 'bucket', 'samples'];
  const columns = names.map(
    (name, index) => [name, numbersToColumn(rows.map((row) => row[index]!))] as const,
  );
  return {
    binMs: 1000,
    binCount: 40,
    transactionIds: [5, 6],
    counted: [true, true],
    scheme,
    cells: { rowCount: rows.length, columns: Object.fromEntries(columns) },
  };
}

const cube = buildLatencyCubeAtOnce(sparse());
const all = { counted: Uint8Array.of(1, 1, 1), outcome: 'all' as const };
const rows = Int32Array.of(0, 20, 60, scheme.count);

describe('cubeGrid', () => {
  it('counts what a plain loop counts, for any choice', () => {
    for (const outcome of ['all', 'ok', 'failed'] as const) {
      for (const counted of [Uint8Array.of(1, 1, 1), Uint8Array.of(0, 1, 0)]) {
        const grid = cubeGrid(cube, { counted, outcome }, { from: 5, to: 33 }, 4, rows);
        expect([grid.fromBin, grid.columnCount, grid.rowCount]).toEqual([4, 8, 3]);
        const plain = new Uint32Array(grid.counts.length);
        for (const { bin, transaction, failed, ms } of samples) {
          const column = Math.floor((bin - 4) / 4);
          if (bin < 4 || column >= 8 || counted[transaction] !== 1) continue;
          if (outcome !== 'all' && failed !== Number(outcome === 'failed')) continue;
          const bucket = bucketOf(scheme, ms);
          plain[column * 3 + (bucket < 20 ? 0 : bucket < 60 ? 1 : 2)]!++;
        }
        expect(grid.counts).toEqual(plain);
      }
    }
  });

  it('leaves out buckets outside of its rows', () => {
    const grid = cubeGrid(cube, all, { from: 0, to: 40 }, 40, Int32Array.of(10, 20));
    expect(grid.counts).toEqual(
      Uint32Array.of(
        samples.filter(({ ms }) => bucketOf(scheme, ms) >= 10 && bucketOf(scheme, ms) < 20).length,
      ),
    );
  });
});

describe('cubeHistogram', () => {
  it('adds up a span of bins', () => {
    const counts = cubeHistogram(cube, all, { from: 10, to: 12 });
    const chosen = samples.filter(({ bin }) => bin === 10 || bin === 11);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(chosen.length);
    const bucket = bucketOf(scheme, chosen[0]!.ms);
    expect(counts[bucket]).toBe(chosen.filter(({ ms }) => bucketOf(scheme, ms) === bucket).length);
  });
});

describe('busiestTransaction', () => {
  it('names the transaction with most samples of a cell', () => {
    const bins = { from: 0, to: 40 };
    const buckets = { from: 0, to: 20 };
    const perTransaction = [0, 1, 2].map(
      (index) =>
        samples.filter(({ transaction, ms }) => transaction === index && bucketOf(scheme, ms) < 20).length,
    );
    const most = Math.max(...perTransaction);
    expect(busiestTransaction(cube, all, bins, buckets)).toEqual({
      index: perTransaction.indexOf(most),
      samples: most,
    });
    expect(busiestTransaction(cube, { ...all, counted: new Uint8Array(3) }, bins, buckets)).toBeNull();
  });
});
