import type { CheckResult } from '#shared/model/latency.ts';
import type { AskEngine } from './run-figures.ts';
import {
  cannotTell,
  holds,
  resultOf,
  severityOf,
  worstFirst,
  type ClauseResult,
  type Judged,
} from './judging.ts';
import { baseValue } from './quantity.ts';
import type { ChecksClause } from './rule.ts';
import { countText, limitWords, shareText, someOf } from './wording.ts';

/** Shares of checks that passed, in the whole run: reports have no others. */
export async function judgeChecks(
  ask: AskEngine,
  runId: number,
  clause: ChecksClause,
): Promise<ClauseResult> {
  const checks = await ask('k6.checks', { runId });
  const wanted = clause.name === null ? checks : checks.filter(({ name }) => name === clause.name);
  if (wanted.length === 0) {
    const known = checks.length === 0 ? '' : `; it has ${someOf(checks.map(({ name }) => name))}`;
    return cannotTell(
      clause.name === null ? 'the run has no checks' : `the run has no check "${clause.name}"${known}`,
    );
  }
  const limit = baseValue(clause.limit);
  const total = wanted.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
  const all = judgeShare(clause.name ?? 'Checks', total, clause, limit);
  // What is judged is the total; the single ones say where it comes from.
  const single =
    wanted.length === 1 ? [] : wanted.map((check) => judgeShare(checkName(check), check, clause, limit));
  const wording = { limit: limitWords(clause.operator, clause.limit), noun: 'checks', scope: 'whole run' };
  return { ...resultOf([all], wording), evidence: worstFirst([all, ...single]) };
}

function checkName({ name, group }: CheckResult): string {
  return group === '' ? name : `${group}: ${name}`;
}

function judgeShare(
  subject: string,
  { passed, failed }: { readonly passed: number; readonly failed: number },
  { operator }: ChecksClause,
  limit: number,
): Judged {
  const count = passed + failed;
  if (count === 0)
    return {
      subject,
      measured: 'never run',
      outcome: 'cannot-tell',
      severity: 0,
      reason: 'it was never run',
    };
  const share = passed / count;
  return {
    subject,
    measured: `${shareText(share, limit)} passed (${countText(passed)} of ${countText(count)})`,
    outcome: holds(share, operator, limit) ? 'passed' : 'failed',
    severity: severityOf(share, operator, limit),
    reason: null,
  };
}
