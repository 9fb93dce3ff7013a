import { expect, it } from 'vitest';
import { headOf } from '../testing/collect.ts';
import { gatlingBinary } from './gatling-binary.ts';
import { LogWriter } from './testing/log-writer.ts';

const probe = (bytes: Uint8Array) => gatlingBinary.probe(headOf(bytes));

it('a binary log is recognised by its first record', () => {
  const log = new LogWriter().run({ version: '3.13.5' }).request([], 'x', 1, 2).toBytes();
  expect(probe(log)).toEqual({
    score: 0.99,
    reasons: ['RUN record of Gatling 3.13.5', 'simulation shop.Buy'],
    toolVersion: '3.13.5',
  });
});

it('also when the first record is longer than what is looked at', () => {
  expect(probe(new LogWriter().run({ assertions: [100_000] }).toBytes())).toMatchObject({
    score: 0.9,
    toolVersion: '3.14.3',
  });
});

it.each([
  ['nothing', []],
  ['a zero byte', [0]],
  ['zero bytes', Array(1000).fill(0)],
  ['text', [...Buffer.from('RUN\tshop.Buy\tbuy\t1700000000000\t \t3.11.5\n')]],
  ['a text of another kind', [0, 0, 0, 0, 3, ...Buffer.from('abc'), 0]],
  ['a large length', [0, 127, 255, 255, 255, 1, 2, 3]],
])('%s is not', (_, bytes) => {
  expect(probe(Uint8Array.from(bytes as number[])).score).toBe(0);
});
