import type { NewReportedError } from '../aggregates.ts';

export interface Outcomes {
  readonly errors: readonly NewReportedError[];
  /** All of {@link errors} together. */
  readonly failures: number;
}

/**
 * Failures as reports list them: status codes with their counts, and texts of errors of requests that got no answer.
 * Statuses from 400 on are failures, as in the reports of JMeter, k6 and wrk; so is 0, which stands for no answer.
 */
export function httpOutcomes(
  codes: Iterable<readonly [code: string, count: number]>,
  messages: Iterable<readonly [message: string, count: number]>,
  transaction: number | null = null,
): Outcomes {
  const errors: NewReportedError[] = [];
  let failures = 0;
  const add = (code: string | null, message: string | null, count: number): void => {
    if (count <= 0) return;
    errors.push({ transaction, code, message, count, firstUs: null, lastUs: null });
    failures += count;
  };
  for (const [code, count] of codes) if (isFailure(code)) add(code, null, count);
  for (const [message, count] of messages) add(null, message, count);
  return { errors, failures };
}

function isFailure(code: string): boolean {
  const status = Number(code);
  return status < 100 || status >= 400;
}
