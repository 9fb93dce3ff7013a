import { describe, expect, it } from 'vitest';
import {
  firstDigits,
  firstMark,
  fourDigits,
  fourTimes,
  markNonDigits,
  markZeros,
  WORD_FALS,
  WORD_NULL,
  WORD_TEXT,
  WORD_TRUE,
} from './four-bytes.ts';

function word(text: string | readonly number[]): number {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : Uint8Array.from(text);
  return new DataView(bytes.buffer).getInt32(0, true);
}

function markedByte(marks: number): number {
  return marks === 0 ? -1 : firstMark(marks);
}

describe('words of four bytes', () => {
  it('are the characters in their order', () => {
    expect(['true', 'fals', 'null', 'text'].map(word)).toEqual([WORD_TRUE, WORD_FALS, WORD_NULL, WORD_TEXT]);
  });

  it('tell the first byte of a value, whatever the other bytes are', () => {
    const comma = 44;
    const wrong: number[][] = [];
    for (let other = 0; other < 256; other++) {
      const values = [comma, other, comma - 1, comma + 1, 0x80, 0xff, 0];
      for (const a of values) {
        for (const b of values) {
          for (const c of values) {
            const bytes = [a, b, c, other];
            const marks = markZeros(word(bytes) ^ fourTimes(comma));
            if (markedByte(marks) !== bytes.indexOf(comma)) wrong.push(bytes);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('tell the first byte that is no digit, whatever the other bytes are', () => {
    const wrong: number[][] = [];
    const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
    for (let other = 0; other < 256; other++) {
      const values = [48, 57, other, 47, 58, 0, 0xba, 0xff];
      for (const a of values) {
        for (const b of values) {
          const bytes = [a, b, other, 49];
          const marks = markNonDigits(word(bytes));
          if (markedByte(marks) !== bytes.findIndex((byte) => !isDigit(byte))) wrong.push(bytes);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are numbers', () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => i);
    expect(numbers.map((number) => fourDigits(word(String(number).padStart(4, '0'))))).toEqual(numbers);
    expect([1, 2, 3].map((count) => firstDigits(word('90,7'), Math.min(count, 2)))).toEqual([9, 90, 90]);
    expect(firstDigits(word('123\n'), 3)).toBe(123);
    expect(firstDigits(word('5,99'), 1)).toBe(5);
  });
});
