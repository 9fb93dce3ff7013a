/** A start within this after the end of another user of its scenario takes that user's place; real logs have up to ten milliseconds between them. */
const REPLACED_WITHIN_MS = 10;
/** With fewer starts after the first end nothing is said. */
const MIN_STARTS = 20;
/** Of the starts of a closed injection: the rest are its ramps. */
const CLOSED_SHARE = 0.9;
/** Above what chance would give, starts of an open injection do not follow ends. */
const OPEN_SLACK = 0.2;
/** Users that end all the time precede every start. */
const MAX_CHANCE = 0.5;
/** Events that still wait for their counterpart; older ones are too old anyway. */
const MAX_WAITING = 64;

/** How users of Gatling were injected. `mixed`: some scenarios one way, some the other. */
export type Injection = 'open' | 'closed' | 'mixed';

/**
 * Tells an open injection from a closed one (method E10): a closed one starts a user when another of the scenario has
 * ended, an open one whatever the others do. Sees events one by one, nearly in order of time.
 */
export class InjectionWatch {
  private readonly scenarios = new Map<number, Scenario>();

  add(scenario: number, isStart: boolean, atMs: number): void {
    let known = this.scenarios.get(scenario);
    if (known === undefined) {
      known = new Scenario();
      this.scenarios.set(scenario, known);
    }
    if (isStart) known.start(atMs);
    else known.end(atMs);
  }

  /** Null where a scenario does not show it. */
  result(): Injection | null {
    const each = [...this.scenarios.values()].map((scenario) => scenario.result());
    const [first = null] = each;
    if (first === null || each.includes(null)) return null;
    return each.every((injection) => injection === first) ? first : 'mixed';
  }
}

class Scenario {
  /** Times of ends that no start has followed yet, and of starts that followed none: a log is not quite in order. */
  private waiting: number[] = [];
  private early: number[] = [];
  private ends = 0;
  private firstEndMs = Infinity;
  private lastEndMs = -Infinity;
  private starts = 0;
  private following = 0;

  end(atMs: number): void {
    this.ends += 1;
    this.firstEndMs = Math.min(this.firstEndMs, atMs);
    this.lastEndMs = Math.max(this.lastEndMs, atMs);
    const place = this.early.findIndex((start) => follows(start, atMs));
    if (place < 0) {
      this.waiting = remembered(this.waiting, atMs);
      return;
    }
    this.following += 1;
    this.early.splice(place, 1);
  }

  start(atMs: number): void {
    if (this.ends > 0) this.starts += 1;
    const place = this.waiting.findIndex((end) => follows(atMs, end));
    if (place < 0) {
      if (this.ends > 0) this.early = remembered(this.early, atMs);
      return;
    }
    this.following += 1;
    this.waiting.splice(place, 1);
  }

  result(): 'open' | 'closed' | null {
    if (this.starts < MIN_STARTS) return null;
    const perMs = this.ends / Math.max(this.lastEndMs - this.firstEndMs, 1);
    const chance = 1 - Math.exp(-perMs * (REPLACED_WITHIN_MS + 1));
    if (chance > MAX_CHANCE) return null;
    const share = this.following / this.starts;
    if (share >= CLOSED_SHARE) return 'closed';
    return share <= chance + OPEN_SLACK ? 'open' : null;
  }
}

function follows(startMs: number, endMs: number): boolean {
  return startMs >= endMs && startMs - endMs <= REPLACED_WITHIN_MS;
}

function remembered(times: number[], atMs: number): number[] {
  times.push(atMs);
  return times.length > MAX_WAITING ? times.slice(-MAX_WAITING / 2) : times;
}
