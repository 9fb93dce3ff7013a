import { describe, expect, it, test } from 'vitest';
import { fakeSource } from '../../testing/fake-data.ts';
import { MAX_OFFSET_MS, offsetInput, offsetText, parseOffset } from './clock-offset.ts';
import { clockSpread, commonInstants } from './clock-spread.ts';

const source = (firstMs: number | null, clockOffsetMs = 0) =>
  fakeSource({
    firstInstantUs: firstMs === null ? null : firstMs * 1000,
    lastInstantUs: firstMs === null ? null : (firstMs + 60_000) * 1000,
    clockOffsetMs,
  });

describe('clocks of several sources', () => {
  test('are as far apart as their first samples, after their correction', () => {
    expect(clockSpread([source(5000), source(6500)])).toEqual({ firstUs: 5e6, spreadMs: 1500, isWide: true });
    expect(clockSpread([source(5000), source(6500, 1500)])).toEqual({
      firstUs: 5e6,
      spreadMs: 0,
      isWide: false,
    });
    expect(clockSpread([source(5000), source(6000)])?.isWide).toBe(false);
  });

  test('cannot be compared with fewer than two', () => {
    expect(clockSpread([source(5000), source(null)])).toBeNull();
  });

  test('have a span in common', () => {
    expect(commonInstants([source(null), source(5000), source(2000)])).toEqual({
      firstUs: 2e6,
      lastUs: 65e6,
    });
    expect(commonInstants([source(null)])).toBeNull();
  });
});

describe('an offset', () => {
  it.each([
    ['1500', 'ms', 1500],
    ['-1500', 'ms', -1500],
    ['1.1', 's', 1100],
    ['−0,25', 's', -250],
    [' +3 ', 's', 3000],
    ['0.001', 'ms', 0.001],
    ['', 'ms', null],
    ['1e3', 'ms', null],
    ['two', 's', null],
    ['99999999999', 's', null],
  ] as const)('"%s" %s is %s ms', (text, unit, ms) => {
    expect(parseOffset(text, unit)).toBe(ms);
  });

  it('goes as far as the engine takes it', () => {
    expect(parseOffset(String(MAX_OFFSET_MS), 'ms')).toBe(MAX_OFFSET_MS);
  });

  it('comes back as it was written', () => {
    for (const ms of [0, 1500, -2000, 0.001]) {
      const { text, unit } = offsetInput(ms);
      expect(parseOffset(text, unit)).toBe(ms);
    }
    expect(offsetInput(-2000)).toEqual({ text: '-2', unit: 's' });
  });

  it('says what it does, in both directions', () => {
    expect(offsetText(1500)).toBe(
      'Its machine’s clock was 1,500 ms ahead: its samples are moved back by that.',
    );
    expect(offsetText(-0.5)).toBe(
      'Its machine’s clock was 0.500 ms behind: its samples are moved forward by that.',
    );
    expect(offsetText(0)).toBe('Its samples stand where its file puts them.');
  });
});
