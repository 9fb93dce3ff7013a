/** Instants are microseconds since 1970 and always shown in UTC, so that two people read the same figure. */

/** `2026-03-14 01:00:04 UTC`; the fraction only where it is not zero and asked for. */
export function formatInstant(us: number, options: { readonly fraction?: boolean } = {}): string {
  const date = dateOf(us);
  if (date === null) return `${us} µs`;
  const whole = date.toISOString().replace('T', ' ').slice(0, 19);
  if (options.fraction !== true) return `${whole} UTC`;
  const micros = Math.round(us - Math.floor(us / 1e6) * 1e6);
  if (micros === 0) return `${whole} UTC`;
  return `${whole}.${String(micros).padStart(6, '0').replace(/0{3}$/, '')} UTC`;
}

/** Only the time of day: `01:16:54 UTC`. */
export function formatTimeOfDay(us: number): string {
  const date = dateOf(us);
  return date === null ? `${us} µs` : `${date.toISOString().slice(11, 19)} UTC`;
}

/**
 * When a workspace was last open, in the words and the zone of the person at the screen:
 * `Today, 08:42`, `Yesterday`, `11 March`, `11 March 2025`.
 */
export function formatDay(us: number, nowUs: number, locale?: string): string {
  const date = new Date(us / 1000);
  const now = new Date(nowUs / 1000);
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days === 0)
    return `Today, ${date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hour12: false })}`;
  if (days === 1) return 'Yesterday';
  const sameYear = date.getFullYear() === now.getFullYear();
  const month = new Intl.DateTimeFormat(locale, { month: 'long' }).format(date);
  return `${date.getDate()} ${month}${sameYear ? '' : ` ${date.getFullYear()}`}`;
}

/** Null beyond the years that a Date knows: damaged files hold any number. */
function dateOf(us: number): Date | null {
  const date = new Date(us / 1000);
  return Number.isNaN(date.getTime()) ? null : date;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
