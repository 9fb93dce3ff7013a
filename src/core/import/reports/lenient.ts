import { z } from 'zod';

/** A figure that a version may lack or write as null (NaN is no JSON); anything else than a number is no figure. */
export const figure = z
  .number()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null);

/** Counts by name; members that are no counts are left out. */
export const counts = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((members) =>
    numbersOf(members).filter(([, value]) => Number.isSafeInteger(value) && value >= 0),
  );

/** Figures by name; members that are no numbers, or too large for one (`3e478629`), are left out. */
export const figures = z.record(z.string(), z.unknown()).catch({}).transform(numbersOf);

function numbersOf(members: Readonly<Record<string, unknown>>): [name: string, value: number][] {
  return Object.entries(members).filter((member): member is [string, number] => Number.isFinite(member[1]));
}

/** ISO 8601 with a zone, as µs since 1970; null for what is none. */
export function instantOf(text: unknown): number | null {
  const ms =
    typeof text === 'string' && /T.*(?:Z|[+-]\d\d:?\d\d)$/u.test(text) ? Date.parse(text) : Number.NaN;
  // Go writes the year 1 for a time that was never set.
  return Number.isNaN(ms) || ms <= 0 ? null : ms * 1000;
}
