import { expect, test } from 'vitest';
import { encodeIcns } from './icns.mjs';
import { encodeIco } from './ico.mjs';

const image = (size: number, ...pixel: number[]) => ({
  size,
  png: Buffer.from(`png ${size}`),
  rgba: Uint8Array.from(Array.from({ length: size * size }, () => pixel).flat()),
});

test('an .ico lists its pictures and holds small ones as bitmaps, large ones as PNG', () => {
  const file = encodeIco([image(16, 10, 20, 30, 255), image(256, 0, 0, 0, 0)]);
  expect([file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([1, 2]);

  const [smallAt, largeAt] = [file.readUInt32LE(6 + 12), file.readUInt32LE(22 + 12)];
  expect(file.readUInt8(6)).toBe(16);
  expect(file.readUInt32LE(6 + 8)).toBe(40 + 16 * 16 * 4 + 16 * 4);
  expect([...file.subarray(smallAt + 40, smallAt + 44)]).toEqual([30, 20, 10, 255]);
  expect(file.readUInt8(22)).toBe(0);
  expect(file.toString('latin1', largeAt)).toBe('png 256');
});

test('an .icns holds each size that macOS asks for', () => {
  const file = encodeIcns([image(32), image(256)]);
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const types = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
    types.push(file.toString('latin1', at, at + 4));
  expect(types).toEqual(['ic11', 'ic13', 'ic08']);
});
