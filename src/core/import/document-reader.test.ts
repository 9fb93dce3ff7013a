import { describe, expect, it } from 'vitest';
import { DocumentReader, MAX_DOCUMENT_BYTES } from './document-reader.ts';

const facts = {
  firstInstantUs: null,
  lastInstantUs: null,
  clockTickMs: 1,
  toolVersion: null,
  warnings: [],
  properties: {},
};

describe('reading a document as a whole', () => {
  it('hands on all bytes in their order, and what was found', () => {
    const reader = new DocumentReader((bytes) => ({
      ...facts,
      rows: bytes.length,
      properties: { text: String.fromCharCode(...bytes) },
    }));
    const buffer = new TextEncoder().encode('abcdef');
    expect(reader.consume(buffer, 4)).toBe(4);
    expect(reader.consume(buffer.subarray(4), 2)).toBe(2);
    buffer.fill(0);
    const report = reader.finish();
    expect(report.properties).toEqual({ text: 'abcdef' });
    expect([report.rows, report.rejectedRows, reader.rows]).toEqual([6, 0, 6]);
  });

  it('gives up what is too large before it fills the memory', () => {
    const reader = new DocumentReader(() => ({ ...facts, rows: 0 }));
    const piece = new Uint8Array(4 << 20);
    expect(() => {
      for (let size = 0; size <= MAX_DOCUMENT_BYTES; size += piece.length)
        reader.consume(piece, piece.length);
    }).toThrow(/more than 32 MB/u);
  });
});
