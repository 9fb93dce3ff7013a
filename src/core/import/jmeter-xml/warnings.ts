import { MAX_LABELS, MORE_LABELS } from '../jmeter/transaction-table.ts';
import type { WarningLog } from '../warning-log.ts';
import { codeOf } from './attributes.ts';
import type { ResultDocument } from './result-document.ts';
import type { SampleRows } from './sample-rows.ts';

/** What a reader of the figures should know about a file. */
export function addDocumentWarnings(
  warnings: WarningLog,
  rows: SampleRows,
  document: ResultDocument,
  timeZone: string,
): void {
  const add = (code: string, count: number, message: string): void => {
    if (count > 0) warnings.add(code, message, count);
  };
  add(
    'empty-transactions',
    rows.emptyControllerRows,
    'Transaction controllers in which nothing ran were left out, as JMeter leaves them out of its dashboard.',
  );
  add(
    'zero-time-stamp',
    rows.zeroTimeStampRows,
    'Samples have the time stamp 0; they have no place on the time axis.',
  );
  add(
    'perfmon-doubtful',
    rows.perfmon.doubtfulRows,
    'Samples have labels like readings of the PerfMon plugin ("host CPU"), but without thread names that cannot be told: ' +
      'their "times" may be readings.',
  );
  add(
    'many-labels',
    rows.moreLabelsRows,
    `More than ${MAX_LABELS} labels: these samples are in "${MORE_LABELS}".`,
  );
  add(
    'many-tags',
    rows.droppedTagRows,
    'Too many combinations of variables: these samples have none of them.',
  );
  add(
    'time-twice',
    rows.stampCounts.twiceRows,
    `Time stamps lie in the hour that the clock of ${timeZone} showed twice; they were taken for the second time.`,
  );
  add(
    'time-skipped',
    rows.stampCounts.skippedRows,
    `Time stamps lie in the hour that the clock of ${timeZone} skipped: the zone may be the wrong one.`,
  );
  add(
    'nanoseconds',
    rows.stampCounts.rowsOf('epoch nanoseconds'),
    'Time stamps have 19 digits: nanoseconds. Elapsed, latency, idle and connect times of those samples were taken for ' +
      'nanoseconds, too.',
  );
  add(
    'not-utf8',
    rows.repairedTexts,
    'Texts are not valid UTF-8 and were read as Latin-1: characters of other scripts are wrong.',
  );
  add(
    'odd-reference',
    document.unknownReferences,
    'References that XML does not know (&…) were left as they stand.',
  );
  add(
    'cut-off-samples',
    document.cutSamples,
    'The file ends inside of samples. They have what was written until then; a failure message or URL may be missing.',
  );
  if (['comment', 'cdata', 'instruction', 'doctype'].includes(document.endsIn)) {
    warnings.add(
      'open-markup',
      'A comment or CDATA section has no end: what stands behind its start was not read.',
    );
  }
  if (document.rootIsOpen) {
    warnings.add(
      'no-end',
      'The closing tag of the file is missing: the run was stopped, or was still going on.',
    );
  }
  const has = (name: string): boolean => (document.tag.everSeen & (1 << codeOf(name))) !== 0;
  if (rows.taken > 0 && !has('s')) {
    warnings.add('no-success', 'The samples have no attribute s (success): failures cannot be told.');
  }
  if (rows.taken > 0 && !has('t')) {
    warnings.add('no-elapsed', 'The samples have no attribute t (elapsed): there are no response times.');
  }
}
