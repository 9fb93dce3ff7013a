import { describe, expect, it } from 'vitest';
import { importers } from './registry.ts';

describe('the table of importers', () => {
  it('has one importer for each id', () => {
    const ids = importers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, label, describes } of importers) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u);
      expect([label, describes].every((text) => text.length > 0 && text.length < 80)).toBe(true);
    }
  });
});
