import { describe, expect, it } from 'vitest';
import { defaultSettings } from './layout-slice.ts';
import { readSettings, writeSettings, type SettingsStorage } from './layout-storage.ts';
import { createAppStore } from './store.ts';

function storage(text: string | null): SettingsStorage & { text: string | null } {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_key, value) {
      this.text = value;
    },
  };
}

describe('layout settings', () => {
  it('come back as they were written', () => {
    const place = storage(null);
    const settings = { ...defaultSettings, theme: 'dark' as const, treeWidth: 300 };
    writeSettings(place, settings);
    expect(readSettings(place)).toEqual(settings);
  });

  it('lose only what is wrong', () => {
    const settings = readSettings(storage('{"theme":"purple","treeWidth":250,"charts":{"percentiles":[]}}'));
    expect(settings).toMatchObject({
      theme: 'system',
      treeWidth: 250,
      charts: { percentiles: [50, 90, 95, 99] },
    });
  });

  it.each([null, 'not json', '[]', '42'])('fall back to the defaults for %s', (text) => {
    expect(readSettings(storage(text))).toEqual(defaultSettings);
  });

  it('survive a storage that is full or blocked', () => {
    const blocked: SettingsStorage = {
      getItem: () => {
        throw new Error('blocked');
      },
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(readSettings(blocked)).toEqual(defaultSettings);
    expect(() => writeSettings(blocked, defaultSettings)).not.toThrow();
  });
});

describe('layout', () => {
  it('keeps the width of the tree within bounds', () => {
    const { getState } = createAppStore();
    getState().actions.setTreeWidth(5000);
    expect(getState().layout.treeWidth).toBe(480);
    getState().actions.setTreeWidth(3);
    expect(getState().layout.treeWidth).toBe(160);
  });

  it('changes one part of one table', () => {
    const { getState } = createAppStore();
    getState().actions.setTableLayout('transactions', { hidden: ['p50'] });
    getState().actions.setTableLayout('transactions', { widths: { p95: 80 } });
    expect(getState().layout.tables).toEqual({
      transactions: { hidden: ['p50'], shown: [], widths: { p95: 80 } },
    });
  });
});
