import { describe, expect, it } from 'vitest';
import { Random } from '../../statistics/random.ts';
import { InjectionWatch } from './injection.ts';

type Event = readonly [scenario: number, isStart: boolean, atMs: number];

function watched(events: readonly Event[]): ReturnType<InjectionWatch['result']> {
  const watch = new InjectionWatch();
  for (const [scenario, isStart, atMs] of [...events].sort((a, b) => a[2] - b[2]))
    watch.add(scenario, isStart, atMs);
  return watch.result();
}

/** Users arrive at random, `perSecond`, and stay for about a second. */
function open(scenario: number, perSecond: number, seconds = 60): Event[] {
  const random = new Random(`open ${perSecond}`);
  return Array.from({ length: perSecond * seconds }, (): Event[] => {
    const at = Math.round(random.uniform() * seconds * 1000);
    return [
      [scenario, true, at],
      [scenario, false, at + 500 + Math.round(random.uniform() * 1000)],
    ];
  }).flat();
}

/** So many users at the same time: another starts a millisecond after one has ended. */
function closed(scenario: number, users: number, seconds = 60): Event[] {
  const random = new Random(`closed ${users}`);
  const out: Event[] = [];
  for (let user = 0; user < users; user++) {
    for (let at = 0; at < seconds * 1000;) {
      const end = at + 500 + Math.round(random.uniform() * 1000);
      out.push([scenario, true, at], [scenario, false, end]);
      at = end + 1;
    }
  }
  return out;
}

describe('injection of users', () => {
  it('is open where users start whatever the others do', () => {
    for (const perSecond of [1, 10, 40]) expect(watched(open(0, perSecond))).toBe('open');
  });

  it('is closed where a start follows each end', () => {
    for (const users of [1, 4, 40]) expect(watched(closed(0, users))).toBe('closed');
  });

  it('is mixed where scenarios differ', () => {
    expect(watched([...open(0, 10), ...closed(1, 10)])).toBe('mixed');
  });

  it('is not guessed from few users, or from so many that an end precedes every start', () => {
    expect(watched([])).toBeNull();
    expect(watched(open(0, 1, 15))).toBeNull();
    expect(watched(open(0, 2000, 5))).toBeNull();
    expect(watched([...open(0, 10), ...open(1, 1, 5)])).toBeNull();
  });
});
