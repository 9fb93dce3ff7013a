import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HTTP_DURATION, HTTP_FAILED, HTTP_REQS, httpParts } from './builtin-metrics.ts';
import { RequestJoiner } from './request-joiner.ts';
import { TagSet } from './tag-sets.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';

const none = new TagSet(-1, []);
const ALL = httpParts.map((_, part) => part);
const WITHOUT_FAILED = ALL.filter((part) => part !== HTTP_FAILED);

interface Point {
  readonly part: number;
  readonly us: number;
  readonly ns: number;
  readonly value: number;
  readonly tags: TagSet;
}

function join(points: readonly Point[], maxOpen?: number) {
  const requests: { us: number; ns: number; tags: number; values: (number | null)[]; whole: boolean }[] = [];
  const late: { part: number; value: number }[] = [];
  const joiner = new RequestJoiner(
    none,
    {
      request: (request) =>
        requests.push({
          us: request.us,
          ns: request.ns,
          tags: request.tags.id,
          values: ALL.map((part) => (request.has(part) ? request.values[part]! : null)),
          whole: request.whole,
        }),
      late: (part, _us, _ns, value) => late.push({ part, value }),
    },
    maxOpen,
  );
  for (const { part, us, ns, value, tags } of points) joiner.add(part, us, ns, value, tags);
  joiner.flush();
  return { requests, late };
}

/** The points of a request; its values are `base` + part. */
function request(base: number, { us = 1000, ns = 0, tags = none, parts = ALL } = {}): Point[] {
  return parts.map((part) => ({ part, us, ns, value: base + part, tags }));
}

const valuesOf = (base: number, parts = ALL) =>
  ALL.map((part) => (parts.includes(part) ? base + part : null));

describe('RequestJoiner', () => {
  it('joins lines that stand together', () => {
    const { requests } = join([...request(100), ...request(200, { us: 2000 })]);
    expect(requests.map((one) => one.values)).toEqual([valuesOf(100), valuesOf(200)]);
    expect(requests.every((one) => one.whole)).toBe(true);
  });

  it('joins several requests of the same time and tags by order', () => {
    const { requests } = join([...request(100), ...request(200), ...request(300)]);
    expect(requests.map((one) => one.values)).toEqual([valuesOf(100), valuesOf(200), valuesOf(300)]);
  });

  it('joins requests of the same time and tags whose metrics stand apart', () => {
    const three = [request(100), request(200), request(300)];
    const { requests } = join(ALL.flatMap((part) => three.map((points) => points[part]!)));
    expect(requests.map((one) => one.values)).toEqual([valuesOf(100), valuesOf(200), valuesOf(300)]);
  });

  it('tells requests apart by a nanosecond and by tags', () => {
    const other = new TagSet(5, [['name', 'b']]);
    const all = [request(100), request(200, { ns: 1 }), request(300, { tags: other })];
    const { requests } = join(ALL.flatMap((part) => all.map((points) => points[part]!)));
    expect(requests).toMatchObject([
      { ns: 0, tags: -1, values: valuesOf(100) },
      { ns: 1, tags: -1, values: valuesOf(200) },
      { ns: 0, tags: 5, values: valuesOf(300) },
    ]);
  });

  it('hands out requests without http_req_failed as whole, in order', () => {
    const points = [1, 2, 3, 4].flatMap((n) => request(n * 100, { us: n, parts: WITHOUT_FAILED }));
    const { requests } = join(points, 2);
    expect(requests.map((one) => one.us)).toEqual([1, 2, 3, 4]);
    expect(requests.every((one) => one.whole)).toBe(true);
    expect(requests[2]!.values).toEqual(valuesOf(300, WITHOUT_FAILED));
  });

  it('does the same when all have one time and one tag set', () => {
    const points = [1, 2, 3, 4, 5].flatMap((n) => request(n * 100, { parts: WITHOUT_FAILED }));
    for (const maxOpen of [1, 2, 100]) {
      const { requests } = join(points, maxOpen);
      expect(requests.map((one) => one.values)).toEqual(
        [1, 2, 3, 4, 5].map((n) => valuesOf(n * 100, WITHOUT_FAILED)),
      );
    }
  });

  it('hands out what is there of a request that is not whole', () => {
    const { requests } = join([
      ...request(100, { parts: [HTTP_DURATION, 5] }),
      ...request(200, { us: 2000 }),
    ]);
    expect(requests.map((one) => [one.values, one.whole])).toEqual([
      [valuesOf(200), true],
      [valuesOf(100, [HTTP_DURATION, 5]), false],
    ]);
  });

  it('gives up the oldest when too many are open, and never mixes a late point into another request', () => {
    const three = [request(100), request(200), request(300)];
    // Only two may wait: the first is given up when the third comes.
    const { requests, late } = join(
      ALL.flatMap((part) => three.map((points) => points[part]!)),
      2,
    );
    expect(requests.map((one) => one.values)).toEqual([
      valuesOf(100, [HTTP_REQS]),
      valuesOf(200),
      valuesOf(300),
    ]);
    expect(late.map((point) => point.value)).toEqual(ALL.slice(1).map((part) => 100 + part));
  });

  it('loses no point and mixes none, in whatever order the lines come', () => {
    const tagSets = [none, new TagSet(1, [['a', '1']])];
    const requestArbitrary = fc.record({
      us: fc.integer({ min: 1, max: 3 }),
      tags: fc.constantFrom(...tagSets),
      parts: fc.constantFrom(ALL, ALL, ALL, WITHOUT_FAILED),
    });
    fc.assert(
      fc.property(
        fc.array(requestArbitrary, { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(1, 3, 1000),
        (list, choices, maxOpen) => {
          const queues = list.map(({ us, tags, parts }, n) => request((n + 1) * 100, { us, tags, parts }));
          const mixed: Point[] = [];
          // Any interleaving that keeps the order within a request.
          for (
            let open = queues.filter((q) => q.length > 0);
            open.length > 0;
            open = open.filter((q) => q.length > 0)
          ) {
            mixed.push(open[choices.next().value! % open.length]!.shift()!);
          }
          const { requests, late } = join(mixed, maxOpen);
          const kept = [
            ...requests.flatMap((one) => one.values.filter((value) => value !== null)),
            ...late.map((p) => p.value),
          ];
          expect(kept.sort()).toEqual(mixed.map((point) => point.value).sort());
          if (maxOpen === 1000) {
            expect(late).toEqual([]);
            expect(requests).toHaveLength(list.length);
            // The k-th points of a key make its k-th request.
            for (const us of [1, 2, 3]) {
              for (const tags of tagSets) {
                const points = mixed.filter((point) => point.us === us && point.tags === tags);
                const own = requests.filter((one) => one.us === us && one.tags === tags.id);
                for (const part of ALL) {
                  const got = own.map((one) => one.values[part]).filter((value) => value !== null);
                  expect([...got].sort()).toEqual(
                    points
                      .filter((p) => p.part === part)
                      .map((p) => p.value)
                      .sort(),
                  );
                }
              }
            }
          }
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});
