import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinMetrics, httpParts } from '../k6/builtin-metrics.ts';
import { collect, type Collected } from '../testing/collect.ts';
import { k6Ndjson } from './k6-ndjson.ts';
import { HTTP_TAGS, metricLine, pointLine, requestLines, type Layout } from './testing/k6-lines.ts';

/** Everything that must not depend on how the lines are written or cut into pieces. */
function contents({ report, samples, points, metrics, transactions }: Collected) {
  const { layout: _, ...properties } = report.properties;
  return { ...report, properties, samples, points, metrics, transactions };
}

const layout = fc.constantFrom<Layout>('metric-first', 'type-first');
const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    '200',
    'http://x/?a=1&b=<2>',
    'quote " and \\',
    'süd',
    '日本\u2028',
    '\u0001\t\n',
    '😀',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const tagName = fc.oneof(fc.constantFrom(...Object.keys(HTTP_TAGS), 'check', 'error_code', 'vu'), text);
const tags = fc.oneof(
  fc.constant(null),
  fc.constant({}),
  fc.constant(HTTP_TAGS),
  fc.dictionary(tagName, text, { maxKeys: 6 }),
);
const time = fc.oneof(
  fc.constantFrom(
    '2024-10-30T16:20:21.635558127Z',
    '2024-10-30T16:20:21.635558128Z',
    '2024-10-30T17:20:21.635558127+01:00',
  ),
  fc
    .record({
      ms: fc.integer({ min: 0, max: 4e12 }),
      below: fc.integer({ min: 0, max: 999_999 }),
      zone: fc.constantFrom('Z', '+05:30', '-03:00'),
    })
    .map(
      ({ ms, below, zone }) =>
        new Date(ms).toISOString().slice(0, 23) + String(below).padStart(6, '0') + zone,
    ),
);
const value = fc.oneof(
  fc.constantFrom(0, 1, -1, 1e-7, 4.2e-5, 1e11, 123456789.123),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e11, max: 1e11 }),
);
const metric = fc.oneof(
  fc.constantFrom(...builtinMetrics.keys()),
  fc.constantFrom('mine', 'eigene größe', 'odd "name"', '\\'),
);
const point = fc
  .record({
    metric,
    time,
    value,
    tags,
    metadata: fc.option(fc.dictionary(tagName, text, { maxKeys: 2 }), { nil: undefined }),
  })
  .map(({ metric: name, metadata, ...fields }) => [
    { name, ...fields, ...(metadata === undefined ? {} : { metadata }) },
  ]);
const request = fc
  .record({
    time,
    tags,
    values: fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 9, maxLength: 9 }),
  })
  .map((fields) =>
    httpParts.map((name, part) => ({
      name,
      time: fields.time,
      tags: fields.tags,
      value: fields.values[part]!,
    })),
  );
const points = fc.array(fc.oneof(point, request), { maxLength: 12 }).map((list) => list.flat());

/** The same JSON value, written as k6 never does. */
function unusual(source: unknown, choose: () => number): string {
  const space = () => ['', ' ', '  ', '\t', '\r'][choose() % 5]!;
  if (typeof source === 'string') {
    const escaped = (char: string) =>
      [...Array(char.length).keys()]
        .map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`)
        .join('');
    return `"${[...source].map((char) => (choose() % 8 === 0 ? escaped(char) : JSON.stringify(char).slice(1, -1))).join('')}"`;
  }
  if (source === null || typeof source !== 'object') return JSON.stringify(source);
  const members = Object.entries(source as Record<string, unknown>);
  for (let i = members.length - 1; i > 0; i--) {
    const j = choose() % (i + 1);
    [members[i], members[j]] = [members[j]!, members[i]!];
  }
  const inside = members.map(
    ([key, item]) =>
      `${space()}${JSON.stringify(key)}${space()}:${space()}${unusual(item, choose)}${space()}`,
  );
  return `{${inside.join(',')}}`;
}

/** The same line with other member order, white space, escapes and unknown members. */
function rewrite(line: string, choose: () => number): string {
  const object = JSON.parse(line) as Record<string, unknown>;
  if (choose() % 3 === 0) object['sub'] = { a: [1, null, true] };
  if (choose() % 3 === 0) (object['data'] as Record<string, unknown>)['sub'] = 'x';
  return `${unusual(object, choose)}\n`;
}

describe('lines in any layout', () => {
  it('give the same as the usual ones, each alone and mixed', () => {
    fc.assert(
      fc.property(points, fc.infiniteStream(fc.nat()), layout, (list, choices, usualLayout) => {
        const choose = () => choices.next().value!;
        const usual = list.map(({ name, ...fields }) => pointLine(name, fields, usualLayout));
        const expected = contents(collect(k6Ndjson, usual.join('')));
        expect(expected.rejectedRows).toBe(0);
        expect(expected.rows).toBe(list.length);

        const other = usual.map((line) => rewrite(line, choose));
        expect(contents(collect(k6Ndjson, other.join('')))).toEqual(expected);

        const mixed = usual.map(
          (line, i) =>
            [
              line,
              other[i]!,
              pointLine(list[i]!.name, list[i], choose() % 2 === 0 ? 'metric-first' : 'type-first'),
              line.replace('\n', '\r\n'),
            ][choose() % 4]!,
        );
        expect(contents(collect(k6Ndjson, mixed.join('')))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('give the same in pieces of any size', () => {
    fc.assert(
      fc.property(points, layout, fc.constantFrom(1, 7, 64, 1000), (list, usualLayout, pieceBytes) => {
        const lines = list.map(({ name, ...fields }) => pointLine(name, fields, usualLayout)).join('');
        expect(contents(collect(k6Ndjson, lines, { pieceBytes }))).toEqual(
          contents(collect(k6Ndjson, lines)),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('points', () => {
  it('are those of JSON.parse', () => {
    fc.assert(
      fc.property(points, layout, (list, usualLayout) => {
        const readings = list.filter(
          ({ name }) => !name.startsWith('http_') && !['group_duration', 'grpc_req_duration'].includes(name),
        );
        const { points: rows } = collect(
          k6Ndjson,
          readings.map(({ name, ...fields }) => pointLine(name, fields, usualLayout)).join(''),
        );
        expect(rows.map((row) => [row['metric'], row['value']])).toEqual(
          readings.map((reading) => [reading.name, JSON.parse(JSON.stringify(reading.value))]),
        );
        expect(rows.map((row) => row['at'])).toEqual(
          readings.map((reading) => {
            const millis = Date.parse(reading.time.replace(/(\.\d{3})\d{6}/u, '$1'));
            return millis * 1000 + Number(/\.\d{3}(\d{3})/u.exec(reading.time)![1]);
          }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

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

/** Good points of a damaged file by a reading of its own: split, parse, check. */
function countGood(bytes: Uint8Array): number {
  let good = 0;
  for (const line of new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split(/[\n\0]/u)) {
    try {
      const { type, metric: name, data } = JSON.parse(line);
      const { time: at, value: reading, tags: own, metadata } = data;
      const stamp =
        /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/u.exec(
          at,
        );
      if (stamp === null || Number(stamp[1]) < 1700 || Number(stamp[1]) > 2250) continue;
      const day = new Date(`${stamp[1]!}-${stamp[2]!}-${stamp[3]!}T00:00:00Z`);
      if (Number.isNaN(day.getTime()) || day.getUTCDate() !== Number(stamp[3])) continue;
      const flat = (object: unknown) =>
        object == null ||
        (typeof object === 'object' &&
          !Array.isArray(object) &&
          Object.values(object).every((v) => v === null || typeof v !== 'object'));
      if (Array.isArray(data) || !flat(own) || !flat(metadata)) continue;
      if (name === 'http_req_duration' && Math.abs(reading) > 1e12) continue;
      if (type === 'Point' && typeof name === 'string' && name !== '' && Number.isFinite(reading)) good += 1;
    } catch {
      continue;
    }
  }
  return good;
}

/** Readings in the order of the file: points of requests that fell apart come when no more of them can follow. */
const readingsOf = ({ points: rows }: Collected) =>
  rows.filter((row) => !String(row['metric']).startsWith('http_'));

describe('damaged files', () => {
  const lines = fileLines();
  const whole = new TextEncoder().encode(lines.join(''));

  it('never crash, lose no good line, and give the same in any pieces (300 cases)', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed);
      const { bytes, from } = damage(whole, next);
      const result = collect(k6Ndjson, bytes);
      expect(result.report.rows, `seed ${seed}`).toBe(countGood(bytes));
      expect(contents(collect(k6Ndjson, bytes, { pieceBytes: 1 + next(200) })), `seed ${seed}`).toEqual(
        contents(result),
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
  });

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
