import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { ActiveUsers, ALL_USERS, MAX_SCENARIO_SERIES, type ActiveUserLimits } from './active-users.ts';
import { countActiveUsers, type UserEvent } from './testing/contents.ts';

type Event = readonly [scenario: number, change: '+' | '-', atMs: number];

const GENEROUS: ActiveUserLimits = { events: 1e6, seconds: 1e6, points: 1e6 };

function count(events: readonly Event[], lastMs: number, limits: ActiveUserLimits = GENEROUS) {
  const users = new ActiveUsers(limits);
  for (const [scenario, change, atMs] of events) users.add(scenario, change === '+', atMs);
  const series = new Map<number, [number, number][]>();
  const outcome = users.finish(lastMs, (second, scenario, value) => {
    series.set(scenario, [...(series.get(scenario) ?? []), [second, value]]);
  });
  return { outcome, all: series.get(ALL_USERS) ?? [], of: (scenario: number) => series.get(scenario) };
}

describe('active users', () => {
  it('are the highest number at the same time in each second', () => {
    const { all, outcome } = count(
      [
        [0, '+', 10_100],
        [0, '+', 10_200],
        [0, '-', 10_300],
        [0, '+', 10_400],
        [0, '-', 12_100],
        [0, '-', 12_200],
      ],
      13_000,
    );
    expect(all).toEqual([
      [10, 2],
      [11, 2],
      [12, 2],
      [13, 0],
    ]);
    expect(outcome).toBe('every-second');
  });

  it('count a user that replaces another one once', () => {
    const { all } = count(
      [
        [0, '+', 1000],
        [0, '-', 1500],
        [0, '+', 1500],
      ],
      1999,
    );
    expect(all).toEqual([[1, 1]]);
  });

  it('count a user that starts and ends in the same millisecond', () => {
    const { all } = count(
      [
        [0, '+', 1500],
        [0, '-', 1500],
      ],
      2000,
    );
    expect(all).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  it('have a series for each scenario when there are several', () => {
    const { of } = count(
      [
        [0, '+', 1000],
        [1, '+', 1100],
        [1, '+', 2100],
        [0, '-', 2200],
      ],
      3000,
    );
    expect(of(0)).toEqual([
      [1, 1],
      [2, 1],
      [3, 0],
    ]);
    expect(of(1)).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
    expect(count([[0, '+', 1000]], 1000).of(0)).toBeUndefined();
  });

  it('stay until the end of the log when users never end', () => {
    expect(count([[0, '+', 1000]], 3999).all).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  it('never fall below zero where starts are missing', () => {
    const { all } = count(
      [
        [0, '-', 1000],
        [0, '+', 2000],
      ],
      2000,
    );
    expect(all).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it('count scenarios beyond the limit in the total only', () => {
    const scenarios = MAX_SCENARIO_SERIES + 50;
    const events = Array.from({ length: scenarios }, (_, scenario): Event => [scenario, '+', 1000]);
    const { all, of } = count(events, 1000);
    expect(all).toEqual([[1, scenarios]]);
    expect(of(MAX_SCENARIO_SERIES - 1)).toEqual([[1, 1]]);
    expect(of(MAX_SCENARIO_SERIES)).toBeUndefined();
  });

  it('get points for seconds with events only when a stray time stamp makes the log endless', () => {
    const events: Event[] = [
      [0, '+', 1000],
      [0, '-', 9_000_000_000_000],
    ];
    const { all, outcome } = count(events, 9_000_000_000_000);
    expect(outcome).toBe('sparse');
    expect(all).toEqual([
      [1, 1],
      [9_000_000_000, 1],
    ]);
  });

  it('are given up when their seconds are too many', () => {
    const events = Array.from({ length: 11 }, (_, i): Event => [0, '+', i * 1000]);
    expect(count(events, 11_000, { ...GENEROUS, seconds: 10 })).toMatchObject({
      outcome: 'too-many-seconds',
      all: [],
    });
    expect(count(events.slice(1), 11_000, { ...GENEROUS, seconds: 10 }).outcome).toBe('every-second');
  });

  it('are nothing without events', () => {
    expect(count([], 1000).outcome).toBe('none');
  });

  const lives = fc.array(
    fc.record({
      scenario: fc.integer({ min: 0, max: 2 }),
      start: fc.integer({ min: 5000, max: 12_000 }),
      length: fc.integer({ min: 0, max: 4000 }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('are what their definition says, in whatever order the records are written', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat()), (users, order) => {
        const events: UserEvent[] = users.flatMap(({ scenario, start, length }) => [
          { scenario: String(scenario), isStart: true, atMs: start },
          // Not in the same millisecond: there the order of the file counts.
          { scenario: String(scenario), isStart: false, atMs: start + length + 1 },
        ]);
        const shuffled = events
          .map((event) => ({ event, key: order.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const names = [...new Set(shuffled.map(({ scenario }) => scenario))];
        const result = count(
          shuffled.map(({ scenario, isStart, atMs }) => [names.indexOf(scenario), isStart ? '+' : '-', atMs]),
          17_000,
        );
        expect(result.all).toEqual(countActiveUsers(shuffled, 17_000));
        if (names.length === 1) return;
        names.forEach((name, scenario) => {
          const own = countActiveUsers(
            shuffled.filter((event) => event.scenario === name),
            17_000,
          );
          // A scenario has points from the first user of any on.
          const series = result.of(scenario)!;
          expect(series.slice(series.length - own.length)).toEqual(own);
          expect(series.slice(0, series.length - own.length).every(([, value]) => value === 0)).toBe(true);
        });
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('are the same when events in order are summed up early to save memory', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 1, max: 20 }), (users, events) => {
        const ordered = users
          .flatMap(({ scenario, start, length }): Event[] => [
            [scenario, '+', start],
            [scenario, '-', start + length + 1],
          ])
          .sort((a, b) => a[2] - b[2]);
        const small = count(ordered, 17_000, { ...GENEROUS, events });
        const large = count(ordered, 17_000);
        expect(small.all).toEqual(large.all);
        for (const scenario of [0, 1, 2]) expect(small.of(scenario)).toEqual(large.of(scenario));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
