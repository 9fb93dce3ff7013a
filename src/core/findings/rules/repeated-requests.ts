import { count, duration, percent } from '../../diagnostics/honesty/words.ts';
import { evidence, figure, found, option, SILENT, transactionOf, type RunRule } from '../draft.ts';

const MIN_ITERATIONS = 20;

/**
 * One request per row (N+1): a transaction is requested many times within one iteration, and how often depends on the
 * data. A number that never changes is what the script says.
 */
export const repeatedRequestsRule: RunRule = (run, { repeatedRequests, repeatedShare }) => {
  const { repeated } = run;
  if (repeated === null) return SILENT;
  return found(
    ...repeated.transactions.flatMap((each) => {
      const row = run.whole.rows.get(each.transactionId);
      if (row === undefined || each.iterations < MIN_ITERATIONS || each.differentTimes < 2) return [];
      if (each.repeating < repeatedShare * each.iterations || each.medianTimes < repeatedRequests) return [];
      const share = each.repeating / each.iterations;
      return [
        {
          rule: 'repeated-requests' as const,
          subject: row.label,
          title: `${row.label} is requested ${count(each.medianTimes)} times per iteration`,
          statement: `In ${percent(share)} of ${count(each.iterations)} iterations ${row.label} was requested at least ${count(repeatedRequests)} times, up to ${count(each.maxTimes)}, and not always as often: it looks like one request per row of a list. At ${duration(each.meanMs)} each that is ${duration(each.meanMs * each.medianTimes)} per iteration.`,
          severity: 'low' as const,
          confidence: 'medium' as const,
          confidenceReason: `Counted by the tag ${repeated.tag}; a loop in the script with a random number of rounds looks the same.`,
          affected: { runIds: [run.run.id], transactions: transactionOf(run, row), span: null },
          evidence: [
            evidence(
              'repeated',
              'load',
              `${count(each.medianTimes)} times in the median iteration, up to ${count(each.maxTimes)}`,
              [
                figure('times per iteration, median', 'count', each.medianTimes),
                figure('times per iteration, most', 'count', each.maxTimes),
                figure('iterations with repetition', 'ratio', share),
              ],
              repeated.query,
            ),
          ],
          unknowns: ['Whether the script repeats it on purpose.'],
          options: [
            option('Fetch all rows with one request', 'Its answer is larger, and one slow row delays all.'),
            option('Send the requests in parallel', 'The server gets the same number, at once.'),
          ],
          impact: each.iterations * share * (each.medianTimes - 1) * each.meanMs,
        },
      ];
    }),
  );
};
