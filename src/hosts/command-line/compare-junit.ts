import type { Run } from '#shared/model/run.ts';
import type { CompareDocument } from './compare-document.ts';
import { metricName } from './figure-text.ts';
import { junitXml, type JunitCase } from './junit-xml.ts';

/**
 * A test case per transaction and metric: a regression is a failure, what is inconclusive is skipped.
 * @param strict what is inconclusive is a failure, too; an input of the test, of which no verdict is expected, is not
 */
export function compareJunit(document: CompareDocument, candidate: Run | undefined, strict: boolean): string {
  const cases = document.transactions.map((row): JunitCase => {
    const open = row.verdict === 'inconclusive' && row.reason !== 'input';
    const failed = row.verdict === 'regressed' || (strict && open);
    return {
      name: `${row.label ?? 'All'}: ${metricName(row.metric)}`,
      classname: 'loadstone.compare',
      result: failed
        ? { kind: 'failure', type: row.verdict, message: row.sentence }
        : row.verdict === 'inconclusive'
          ? { kind: 'skipped', type: row.verdict, message: row.sentence }
          : { kind: 'passed' },
      output: row.verdict === 'regressed' || row.verdict === 'inconclusive' ? [] : [row.sentence],
    };
  });
  return junitXml([
    {
      name: `${document.candidate.map(({ name }) => name).join(', ')} against ${document.baseline.map(({ name }) => name).join(', ')}`,
      startedAtUs: candidate?.startedAtUs ?? null,
      durationMs: candidate?.durationMs ?? 0,
      cases,
    },
  ]);
}
