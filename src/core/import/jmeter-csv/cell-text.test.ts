import { describe, expect, it } from 'vitest';
import type { NewTexts } from '../byte-dictionary.ts';
import { MAX_TEXT_BYTES } from '../importer.ts';
import { cutEnd, decodeText, inUtf8 } from './cell-text.ts';

function newTexts(...parts: readonly (string | readonly number[])[]): NewTexts {
  const bytes = parts.map((part) =>
    typeof part === 'string' ? new TextEncoder().encode(part) : Uint8Array.from(part),
  );
  const offsets = new Uint32Array(parts.length + 1);
  bytes.forEach((part, i) => {
    offsets[i + 1] = offsets[i]! + part.length;
  });
  return {
    ids: Int32Array.from(parts, (_, i) => i + 1),
    bytes: Uint8Array.from(bytes.flatMap((part) => [...part])),
    offsets,
  };
}

function textsOf({ bytes, offsets, ids }: NewTexts): string[] {
  return Array.from(ids, (_, i) =>
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(offsets[i], offsets[i + 1])),
  );
}

describe('inUtf8', () => {
  it('leaves valid texts as they are', () => {
    const texts = newTexts('a', 'Île', '', '日本');
    expect(inUtf8(texts)).toEqual({ texts, repaired: 0 });
  });

  it('reads other texts as Latin-1', () => {
    const result = inUtf8(newTexts('ok', [0xdc, 0x62, 0x65, 0x72], 'Île'));
    expect(result.repaired).toBe(1);
    expect(textsOf(result.texts)).toEqual(['ok', 'Über', 'Île']);
    expect([...result.texts.ids]).toEqual([1, 2, 3]);
  });

  it('is not deceived by two broken texts that make a valid one together', () => {
    const result = inUtf8(newTexts([0xc3], [0xa9]));
    expect(result.repaired).toBe(2);
    expect(textsOf(result.texts)).toEqual(['Ã', '©']);
  });
});

describe('decodeText', () => {
  it('keeps a byte order mark, which belongs to the text here', () => {
    expect(decodeText(new TextEncoder().encode('\uFEFFx'))).toBe('\uFEFFx');
  });

  it('falls back to Latin-1', () => {
    expect(decodeText(Uint8Array.of(0xe9))).toBe('é');
  });
});

describe('cutEnd', () => {
  it.each(['x', 'é', '€', '😀'])('never cuts inside %s', (character) => {
    for (let shift = 0; shift < 5; shift++) {
      const bytes = new TextEncoder().encode('-'.repeat(shift) + character.repeat(MAX_TEXT_BYTES));
      const end = cutEnd(bytes, 1);
      expect(end - 1).toBeLessThanOrEqual(MAX_TEXT_BYTES);
      expect(end - 1).toBeGreaterThan(MAX_TEXT_BYTES - 4);
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end))).not.toThrow();
    }
  });
});
