import type { WarningLog } from '../warning-log.ts';

/** Warnings about a tag that is being read: they count when it was read to its end, and not when it has to be read again. */
export class HeldWarnings {
  private readonly log: WarningLog;
  private readonly held: { readonly code: string; readonly message: string }[] = [];

  constructor(log: WarningLog) {
    this.log = log;
  }

  add(code: string, message: string): void {
    this.held.push({ code, message });
  }

  keep(): void {
    for (const { code, message } of this.held) this.log.add(code, message);
    this.held.length = 0;
  }

  drop(): void {
    this.held.length = 0;
  }
}
