/** Waits before the first, second and third new start: a crash that came by chance is over, one with a cause returns. */
const DELAYS_MS = [250, 1000, 4000] as const;
const WINDOW_MS = 60_000;

/** How often a crashed engine is started again: three times within a minute, then a person decides. */
export class RestartPolicy {
  private crashes: readonly number[] = [];

  /** @returns how long to wait before the next start; null when it should not be tried again */
  afterCrash(nowMs: number): number | null {
    this.crashes = [...this.crashes.filter((at) => nowMs - at < WINDOW_MS), nowMs];
    return DELAYS_MS[this.crashes.length - 1] ?? null;
  }

  forget(): void {
    this.crashes = [];
  }
}
