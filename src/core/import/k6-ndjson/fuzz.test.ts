import { describe, expect, it } from 'vitest';
import { collect, type Collected } from '../testing/collect.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { k6Ndjson } from './k6-ndjson.ts';
import { contentsOf } from './testing/contents.ts';
import { metricLine, pointLine, requestLines, type Layout } from './testing/k6-lines.ts';

const CASES = fuzzRuns(120);

/** xorshift: the cases are the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Lines of a file in which each kind of line occurs. */
function fileLines(): string[] {
  const lines: string[] = [
    metricLine('http_reqs', 'counter'),
    metricLine('http_req_duration', 'trend', 'time', ['p(95)<400']),
  ];
  for (let i = 0; i < 4; i++) {
    const usualLayout: Layout = i % 2 === 0 ? 'metric-first' : 'type-first';
    const at = `2024-10-30T16:20:2${i}.635558127Z`;
    lines.push(...requestLines({ time: at }, usualLayout));
    lines.push(pointLine('checks', { time: at, tags: { check: 'is "ok", süd', group: '' } }, usualLayout));
    lines.push(pointLine('vus', { time: at, value: 20, tags: null }, usualLayout));
    lines.push(
      pointLine(
        'mine',
        { time: at, value: 4.2e-5, tags: {}, metadata: { vu: '1', iter: String(i) } },
        usualLayout,
      ),
    );
  }
  return lines;
}

function damage(bytes: Uint8Array, next: (below: number) => number): { bytes: Uint8Array; from: number } {
  const at = next(bytes.length);
  const junk = [10, 13, 0, 34, 92, 123, 125, 44, 58, 48, 255, 127, 32];
  const byte = () => (next(2) === 0 ? junk[next(junk.length)]! : next(256));
  switch (next(6)) {
    case 0: {
      const out = bytes.slice();
      out[at] = byte();
      return { bytes: out, from: at };
    }
    case 1:
      return { bytes: bytes.slice(0, at), from: at };
    case 2: {
      const cut = next(300);
      return { bytes: Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + cut)), from: at };
    }
    case 3: {
      const added = Array.from({ length: next(20) }, byte);
      return { bytes: Uint8Array.of(...bytes.subarray(0, at), ...added, ...bytes.subarray(at)), from: at };
    }
    case 4: {
      const out = bytes.slice();
      out.fill(0, at, at + next(500));
      return { bytes: out, from: at };
    }
    default: {
      const out = bytes.slice();
      let from = at;
      for (let n = 1 + next(20); n > 0; n--) {
        const place = next(bytes.length);
        from = Math.min(from, place);
        out[place] = byte();
      }
      return { bytes: out, from };
    }
  }
}

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/u;

function isInstant(time: unknown): boolean {
  const match = typeof time === 'string' ? INSTANT.exec(time) : null;
  if (match === null) return false;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1700 && year <= 2250 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isFlat(object: unknown): boolean {
  if (object === null || object === undefined) return true;
  if (typeof object !== 'object' || Array.isArray(object)) return false;
  return Object.values(object).every((value) => value === null || typeof value !== 'object');
}

/** Good points of a damaged file by a reading of its own: split, parse, check. */
function countGood(bytes: Uint8Array): number {
  const isGood = (text: string): boolean => {
    try {
      const line = JSON.parse(text) as Record<string, unknown>;
      const data = line['data'] as Record<string, unknown>;
      const { metric, type } = line as { metric: unknown; type: unknown };
      const { time, value, tags, metadata } = data as Record<'time' | 'value' | 'tags' | 'metadata', unknown>;
      if (type !== 'Point' || typeof metric !== 'string' || metric === '' || Array.isArray(data))
        return false;
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      if (metric === 'http_req_duration' && Math.abs(value) > 1e12) return false;
      return isInstant(time) && isFlat(tags) && isFlat(metadata);
    } catch {
      return false;
    }
  };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return text.split(/[\n\0]/u).filter(isGood).length;
}

/** Readings in the order of the file: points of requests that fell apart come when no more of them can follow. */
const readingsOf = ({ points: rows }: Collected) =>
  rows.filter((row) => !String(row['metric']).startsWith('http_'));

describe('damaged files', () => {
  const lines = fileLines();
  const whole = new TextEncoder().encode(lines.join(''));

  it('never crash, lose no good line, and give the same in any pieces', () => {
    for (let seed = 1; seed <= CASES; seed++) {
      const next = random(seed);
      const { bytes, from } = damage(whole, next);
      const result = collect(k6Ndjson, bytes);
      expect(result.report.rows, `seed ${seed}`).toBe(countGood(bytes));
      expect(contentsOf(collect(k6Ndjson, bytes, { pieceBytes: 1 + next(200) })), `seed ${seed}`).toEqual(
        contentsOf(result),
      );

      // What stands before the damage is there, row by row.
      let end = 0;
      const before: string[] = [];
      for (const line of lines) {
        end += new TextEncoder().encode(line).length;
        if (end > from) break;
        before.push(line);
      }
      const intact = collect(k6Ndjson, before.join(''));
      expect(readingsOf(result).slice(0, readingsOf(intact).length), `seed ${seed}`).toEqual(
        readingsOf(intact),
      );
      const requests = before.filter((line) => line.includes('http_req_failed')).length;
      expect(result.samples.slice(0, requests), `seed ${seed}`).toEqual(intact.samples.slice(0, requests));
      expect(result.report.rows, `seed ${seed}`).toBeGreaterThanOrEqual(intact.report.rows);
    }
  }, 600_000);

  it('are read up to any cut', () => {
    for (let part = 0; part < 64; part++) {
      const bytes = whole.slice(0, Math.floor((whole.length * part) / 64));
      const { report } = collect(k6Ndjson, bytes);
      expect(report.rows).toBe(countGood(bytes));
      expect(report.rejectedRows).toBeLessThanOrEqual(1);
    }
  });

  it('of pure noise are rejected line by line', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed * 7919);
      const bytes = Uint8Array.from({ length: 5000 }, () => next(256));
      const { report } = collect(k6Ndjson, bytes);
      expect(report.rows).toBe(0);
      expect(report.rejectedRows).toBeGreaterThan(0);
    }
  });
});
