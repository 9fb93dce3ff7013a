import type { Warning } from '#shared/model/run.ts';

/** Things about a profile that its reader should know, each said once and counted. */
export class WarningList {
  private readonly byCode = new Map<string, { code: string; message: string; count: number }>();

  add(code: string, message: string, count = 1): void {
    const known = this.byCode.get(code);
    if (known === undefined) this.byCode.set(code, { code, message, count });
    else known.count += count;
  }

  list(): Warning[] {
    return [...this.byCode.values()].map((warning) => ({ ...warning }));
  }
}
