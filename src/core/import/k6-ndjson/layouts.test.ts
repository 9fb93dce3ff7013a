import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinMetrics, httpParts } from '../k6/builtin-metrics.ts';
import { collect } from '../testing/collect.ts';
import { k6Ndjson } from './k6-ndjson.ts';
import { contentsOf } from './testing/contents.ts';
import { HTTP_TAGS, pointLine, type Layout } from './testing/k6-lines.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';

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
    return `"${Array.from(source)
      .map((char) => (choose() % 8 === 0 ? escaped(char) : JSON.stringify(char).slice(1, -1)))
      .join('')}"`;
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
        const choose = () => choices.next().value as number;
        const usual = list.map(({ name, ...fields }) => pointLine(name, fields, usualLayout));
        const expected = contentsOf(collect(k6Ndjson, usual.join('')));
        expect(expected.rejectedRows).toBe(0);
        expect(expected.rows).toBe(list.length);

        const other = usual.map((line) => rewrite(line, choose));
        expect(contentsOf(collect(k6Ndjson, other.join('')))).toEqual(expected);

        const mixed = usual.map(
          (line, i) =>
            [
              line,
              other[i]!,
              pointLine(list[i]!.name, list[i], choose() % 2 === 0 ? 'metric-first' : 'type-first'),
              line.replace('\n', '\r\n'),
            ][choose() % 4]!,
        );
        expect(contentsOf(collect(k6Ndjson, mixed.join('')))).toEqual(expected);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('give the same in pieces of any size', () => {
    fc.assert(
      fc.property(points, layout, fc.constantFrom(1, 7, 64, 1000), (list, usualLayout, pieceBytes) => {
        const lines = list.map(({ name, ...fields }) => pointLine(name, fields, usualLayout)).join('');
        expect(contentsOf(collect(k6Ndjson, lines, { pieceBytes }))).toEqual(
          contentsOf(collect(k6Ndjson, lines)),
        );
      }),
      { numRuns: fuzzRuns(100) },
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
          readings.map((reading) => [reading.name, JSON.parse(JSON.stringify(reading.value)) as number]),
        );
        expect(rows.map((row) => row['at'])).toEqual(
          readings.map((reading) => {
            const millis = Date.parse(reading.time.replace(/(\.\d{3})\d{6}/u, '$1'));
            return millis * 1000 + Number(/\.\d{3}(\d{3})/u.exec(reading.time)![1]);
          }),
        );
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});
