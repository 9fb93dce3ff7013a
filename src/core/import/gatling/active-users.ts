/** More scenarios are counted in the total only. */
export const MAX_SCENARIO_SERIES = 200;

/** Series of all users; scenarios have their own numbers, from 0. */
export const ALL_USERS = -1;

export interface ActiveUserLimits {
  /** Starts and ends that are held one by one, 4 bytes each: enough for the exact order of most files. */
  readonly events: number;
  /** Seconds in which users started or ended: 11 days of them without a gap. */
  readonly seconds: number;
  /** Points that are made; beyond it only seconds in which something happened get theirs. */
  readonly points: number;
}

export const ACTIVE_USER_LIMITS: ActiveUserLimits = {
  events: 4_000_000,
  seconds: 1_000_000,
  points: 2_000_000,
};

/** An event in one number: scenario, ms within the second, start or end. */
const MS_SHIFT = 1;
const SCENARIO_SHIFT = 11;
const MS_MASK = 0x3ff;

/**
 * Counts how many virtual users are active, from the starts and ends in a log. These are nearly in order of time, but
 * not quite (several threads write), and the records of several load generators may follow each other: so events are
 * gathered by second and put in order at the end. Users that start and end in the same millisecond count in the order of
 * the file.
 */
export class ActiveUsers {
  private readonly limits: ActiveUserLimits;
  private bySecond = new Map<number, SecondOfUsers>();
  private lastKey = Number.NaN;
  private last: SecondOfUsers | null = null;
  private held = 0;
  private scenarios = 0;
  private overflowed = false;

  constructor(limits: ActiveUserLimits = ACTIVE_USER_LIMITS) {
    this.limits = limits;
  }

  /** @param scenario number from 0 on, in the order of appearance */
  add(scenario: number, isStart: boolean, atMs: number): void {
    if (this.overflowed) return;
    const key = Math.floor(atMs / 1000);
    const second = key === this.lastKey && this.last !== null ? this.last : this.secondAt(key);
    if (second === null) return;
    const series = Math.min(scenario, MAX_SCENARIO_SERIES);
    if (series >= this.scenarios) this.scenarios = Math.min(series + 1, MAX_SCENARIO_SERIES);
    second.push((series << SCENARIO_SHIFT) | ((atMs - key * 1000) << MS_SHIFT) | (isStart ? 1 : 0));
    this.held += 1;
    if (this.held >= this.limits.events) this.summarise();
  }

  /**
   * The highest number of active users in every second, from the first event on, in order of time.
   * @param lastMs end of the log: until then there are points
   * @param point takes them; `scenario` is {@link ALL_USERS} or, when there is more than one, a scenario
   * @returns `none` without events; `too-many-seconds` when nothing could be counted; `sparse` when only seconds with
   *   events got points
   */
  finish(
    lastMs: number,
    point: (second: number, scenario: number, users: number) => void,
  ): 'none' | 'every-second' | 'sparse' | 'too-many-seconds' {
    if (this.overflowed) return 'too-many-seconds';
    if (this.bySecond.size === 0) return 'none';
    const keys = Float64Array.from(this.bySecond.keys()).sort();
    const first = keys[0]!;
    const end = Math.max(keys.at(-1)!, Math.floor(lastMs / 1000));
    const perScenario = this.scenarios > 1 ? this.scenarios : 0;
    const sparse = (end - first + 1) * (1 + perScenario) > this.limits.points;
    const active = new Int32Array(1 + this.scenarios);
    const send = (second: number, series: number, users: number): void => {
      if (series === 0 || perScenario > 0) point(second, series - 1, users);
    };
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const { net, peak } = this.bySecond.get(key)!.summary(this.scenarios);
      for (let series = 0; series < active.length; series++) {
        send(key, series, Math.max(active[series]! + peak[series]!, 0));
        // Fewer than none are active when starts are missing in a cut file.
        active[series] = Math.max(active[series]! + net[series]!, 0);
      }
      if (sparse) continue;
      const next = i + 1 < keys.length ? keys[i + 1]! : end + 1;
      for (let second = key + 1; second < next; second++) {
        for (let series = 0; series < active.length; series++) send(second, series, active[series]!);
      }
    }
    return sparse ? 'sparse' : 'every-second';
  }

  private secondAt(key: number): SecondOfUsers | null {
    let second = this.bySecond.get(key);
    if (second === undefined) {
      if (this.bySecond.size >= this.limits.seconds) {
        this.overflowed = true;
        this.bySecond = new Map();
        return null;
      }
      second = new SecondOfUsers();
      this.bySecond.set(key, second);
    }
    this.lastKey = key;
    this.last = second;
    return second;
  }

  private summarise(): void {
    for (const second of this.bySecond.values()) second.compact(this.scenarios);
    this.held = 0;
  }
}

/** Change and highest point of a number of users within a second; place 0 is all users, then the scenarios. */
interface Summary {
  readonly net: Int32Array;
  /** Relative to the number at the start of the second, and never below it. */
  readonly peak: Int32Array;
}

class SecondOfUsers {
  private events = new Int32Array(8);
  private count = 0;
  private before: Summary | null = null;

  push(event: number): void {
    if (this.count === this.events.length) {
      const larger = new Int32Array(this.count * 2);
      larger.set(this.events);
      this.events = larger;
    }
    this.events[this.count] = event;
    this.count += 1;
  }

  /** Keeps the sums only. What comes later is taken to have happened after them. */
  compact(scenarios: number): void {
    if (this.count === 0) return;
    this.before = this.summary(scenarios);
    this.events = new Int32Array(1);
    this.count = 0;
  }

  summary(scenarios: number): Summary {
    const net = new Int32Array(1 + scenarios);
    const peak = new Int32Array(1 + scenarios);
    if (this.before !== null) {
      net.set(this.before.net);
      peak.set(this.before.peak);
    }
    // `sort` is stable: what happened in the same millisecond stays in the order of the file.
    const ordered = Array.from(this.events.subarray(0, this.count)).sort((a, b) => msOf(a) - msOf(b));
    for (const event of ordered) {
      const change = (event & 1) === 1 ? 1 : -1;
      const series = 1 + (event >> SCENARIO_SHIFT);
      net[0] = net[0]! + change;
      if (net[0] > peak[0]!) peak[0] = net[0];
      if (series > scenarios) continue;
      net[series] = net[series]! + change;
      if (net[series] > peak[series]!) peak[series] = net[series]!;
    }
    return { net, peak };
  }
}

function msOf(event: number): number {
  return (event >> MS_SHIFT) & MS_MASK;
}
