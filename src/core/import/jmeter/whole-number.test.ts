import { describe, expect, it } from 'vitest';
import { WholeNumberCell } from './whole-number.ts';

describe('WholeNumberCell', () => {
  it.each([
    ['0', 'whole', 0],
    ['0012', 'whole', 12],
    ['4294967297', 'whole', 4_294_967_297],
    ['9007199254740991', 'whole', Number.MAX_SAFE_INTEGER],
    ['-5', 'whole', -5],
    ['-0', 'whole', 0],
  ])('reads %s', (text, kind, value) => {
    const cell = new WholeNumberCell();
    const bytes = new TextEncoder().encode(`9${text}9`);
    expect(cell.read(bytes, 1, bytes.length - 1)).toBe(kind);
    expect(cell.value).toBe(value);
  });

  it.each([
    ['', 'empty'],
    ['12.5', 'fraction'],
    ['12,5', 'fraction'],
    ['-0.25', 'fraction'],
    ['12.', 'text'],
    ['.5', 'text'],
    ['1.2.3', 'text'],
    ['-', 'text'],
    ['+1', 'text'],
    [' 1', 'text'],
    ['1 ms', 'text'],
    ['1e3', 'text'],
    ['NaN', 'text'],
    ['true', 'text'],
    ['9007199254740993', 'too-large'],
    ['99999999999999999999999', 'too-large'],
  ])('calls %j %s', (text, kind) => {
    const bytes = new TextEncoder().encode(text);
    expect(new WholeNumberCell().read(bytes, 0, bytes.length)).toBe(kind);
  });
});
