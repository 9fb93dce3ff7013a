import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  heapCorpusAvailable,
  heapCorpusFile,
  heapCorpusNote,
  readBytes,
  readCorpusHeap,
} from '../growth/testing/corpus-series.ts';
import type { ClassesSnapshot, HeapSnapshot } from '../model/snapshot.ts';
import { protobufFields, repeatedNumbers } from './protobuf-fields.ts';

function varint(value: bigint): number[] {
  const out: number[] = [];
  let left = BigInt.asUintN(64, value);
  do {
    out.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return out;
}

const number = (field: number, value: number): number[] => [
  ...varint(BigInt(field * 8)),
  ...varint(BigInt(value)),
];
const message = (field: number, ...body: readonly number[][]): number[] => {
  const bytes = body.flat();
  return [...varint(BigInt(field * 8 + 2)), ...varint(BigInt(bytes.length)), ...bytes];
};
const text = (value: string): number[] => message(6, [...new TextEncoder().encode(value)]);

const TEXTS = [
  '',
  'inuse_objects',
  'count',
  'inuse_space',
  'bytes',
  'main.outer',
  'main.inlined',
  '/app',
  'cpu',
];

/** Two sites: an inlined one, and one without a name; packed and single numbers. */
function profile({ types = [1, 3], packed = true } = {}): Uint8Array {
  const numbers = (field: number, values: readonly number[]): number[] =>
    packed
      ? message(
          field,
          values.flatMap((value) => varint(BigInt(value))),
        )
      : values.flatMap((value) => number(field, value));
  return Uint8Array.from([
    ...types.flatMap((type) => message(1, number(1, type), number(2, type + 1))),
    ...message(2, numbers(1, [7, 8]), numbers(2, [3, 300])),
    ...message(2, numbers(1, [7]), numbers(2, [1, 100])),
    ...message(2, numbers(1, [9, 8]), numbers(2, [2, 50])),
    ...message(3, number(1, 1), number(5, 7)),
    ...message(4, number(1, 7), message(4, number(1, 2)), message(4, number(1, 1))),
    ...message(4, number(1, 8), message(4, number(1, 1))),
    ...message(4, number(1, 9), number(2, 1), number(3, 0xabc)),
    ...message(5, number(1, 1), number(2, 5)),
    ...message(5, number(1, 2), number(2, 6)),
    ...TEXTS.flatMap(text),
    ...[...varint(72n), ...varint(1_700_000_000_123_000_000n)],
  ]);
}

function classesOf(snapshot: HeapSnapshot): ClassesSnapshot {
  if (snapshot.kind !== 'classes') throw new Error('There are objects in it');
  return snapshot;
}

describe('Go heap profiles', () => {
  it.each([true, false])('add up by the innermost function (packed: %s)', async (packed) => {
    const { classes, facts } = classesOf(await readBytes('x', profile({ packed })));
    expect(classes.map(({ name, count, selfBytes }) => [name, count, selfBytes])).toEqual([
      ['main.inlined', 4, 400],
      ['/app+0xabc', 2, 50],
    ]);
    expect(facts).toMatchObject({ runtime: 'go', selfBytes: 450, takenAtMs: 1_700_000_000_123 });
    expect(facts.warnings[0]!.code).toBe('sampled');
  });

  it('are not recognised in other profiles', async () => {
    const other = profile({ types: [8] });
    const named = new TextDecoder('latin1').decode(other).replaceAll('inuse', 'alloc');
    await expect(readBytes('x', Buffer.from(named, 'latin1'))).rejects.toThrow(/no heap snapshot/u);
    // It names what is alive, but has no such samples.
    await expect(readBytes('x', other)).rejects.toThrow(/not of a heap/u);
  });

  it('cannot be read in part, and say so', async () => {
    const bytes = profile();
    await expect(readBytes('x', bytes.subarray(0, bytes.length - 3))).rejects.toBeInstanceOf(AppError);
  });

  it('survive any damage', async () => {
    const bytes = profile();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const damaged = bytes.slice();
          for (const [at, value] of changes) damaged[at] = value;
          const outcome = await readBytes('x', damaged).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('have numbers of 64 bits with a sign', () => {
    for (const value of [0n, 127n, 128n, 2n ** 31n, 2n ** 53n - 1n, -1n, -300n, -(2n ** 40n)]) {
      const [field] = protobufFields(Uint8Array.from([8, ...varint(value)]));
      expect(BigInt(field!.value)).toBe(value);
      expect([...repeatedNumbers(field!)]).toEqual([Number(value)]);
    }
  });
});

describe.skipIf(!heapCorpusAvailable)(`Real Go heap profiles${heapCorpusNote}`, () => {
  it.each([
    [0, 33793, 12095975, 11047151],
    [1, 39108, 20597709, 19548885],
    [2, 44806, 30067992, 29019168],
  ])('go119-heap-a-%i', async (step, objects, bytes, leak) => {
    const path = `pprof/go119-heap-a-${String(step)}.pb.gz`;
    const { classes, facts } = classesOf(await readCorpusHeap(path));
    expect(facts.selfBytes).toBe(bytes);
    expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(objects);
    expect(classes[0]).toMatchObject({ name: 'main.leak', selfBytes: leak });
    const named = new Map(classes.map((row) => [row.name, row.selfBytes]));
    expect(named.get('runtime.malg')).toBe(524496);
    expect(named.get('runtime.(*scavengerState).init')).toBe(524328);
    // The same when nothing is packed around it.
    const plain = classesOf(await readBytes('x', gunzipSync(heapCorpusFile(path))));
    expect(plain.classes).toEqual(classes);
  });
});
