/** Sampling periods in ns by name of event, from `jdk.ActiveSetting`. */
export class JfrSettings {
  private readonly periods = new Map<string, number>();

  /** @param event its name; @param value `20 ms`, or ns as a number where async-profiler wrote it */
  add(event: string, name: string, value: string): void {
    if (name !== 'period' && name !== 'interval' && name !== 'wall') return;
    const ns = toNs(value);
    if (ns === null) return;
    // async-profiler has both on one event, of which "wall" belongs to the other.
    if (name === 'wall') this.periods.set('profiler.WallClockSample', ns);
    else this.periods.set(event, ns);
  }

  /** Null where it is not known. */
  periodOf(events: readonly string[]): number | null {
    for (const event of events) {
      const period = this.periods.get(event);
      if (period !== undefined) return period;
    }
    return null;
  }
}

const scales: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, '': 1 };

function toNs(text: string): number | null {
  const match = /^(\d+)\s*(ns|us|ms|s|)$/u.exec(text.trim());
  if (match === null) return null;
  const ns = Number(match[1]) * scales[match[2]!]!;
  return ns > 0 ? ns : null;
}
