import { UsageError } from './usage.ts';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };
const OFFSET = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/iu;

/**
 * `90s`, `5m`, `1h30m` after the start of the run, or an instant.
 * @returns ms after the start of the run
 * @throws {UsageError}
 */
export function parseTime(option: string, text: string, runStartUs: number | null): number {
  const trimmed = text.trim();
  if (OFFSET.test(trimmed)) {
    let ms = 0;
    for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/giu)) {
      ms += Number(amount) * units[unit!.toLowerCase()]!;
    }
    return ms;
  }
  const instant = Date.parse(trimmed);
  if (Number.isNaN(instant)) {
    throw new UsageError(
      `${option} takes an offset such as 90s or 5m, or an instant in ISO 8601, not "${text}".`,
    );
  }
  if (runStartUs === null)
    throw new UsageError(`${option}: the file has no time stamps, so an instant means nothing in it.`);
  return instant - runStartUs / 1000;
}
