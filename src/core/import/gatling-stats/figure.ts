import { z } from 'zod';

/** Texts that stand where there is no figure: Jackson (JMeter) and Gatling's pages write them. */
const NO_FIGURE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity', '-']);

/** A number; null where the file has `null` or a text that says that there is none. */
export const figureSchema = z
  .custom<unknown>(
    (value) => typeof value === 'number' || value === null || NO_FIGURE.has(value),
    'is no number',
  )
  .transform((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));

/** A number of things, which an integer of 53 bits must hold. */
export const countSchema = figureSchema.refine(
  (value) => value === null || isCount(value),
  'is no whole number',
);

export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** The first thing that is wrong, for a reject: `"sampleCount" is no whole number`. */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'is not what it should be';
  const path = issue.path.map(String).join('.');
  const words = issue.code === 'custom' ? issue.message : `is wrong: ${issue.message}`;
  return path === '' ? words : `"${path}" ${words}`;
}
