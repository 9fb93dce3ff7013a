import { expect, test } from 'vitest';
import { columnsWithoutRoom } from './fitting-columns.ts';

const columns = [
  { id: 'name', width: 100 },
  { id: 'count', width: 50 },
  { id: 'share', width: 40 },
];

test('as few columns give way as have to, in their order', () => {
  const left = (roomPx: number | null) => columnsWithoutRoom(columns, roomPx, ['absent', 'share', 'count']);
  expect(left(null)).toEqual([]);
  expect(left(190)).toEqual([]);
  expect(left(189)).toEqual(['share']);
  expect(left(149)).toEqual(['share', 'count']);
  expect(left(10)).toEqual(['share', 'count']);
});
