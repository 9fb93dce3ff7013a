import type { WarningLog } from '../warning-log.ts';
import type { RowPlan } from './row-plan.ts';
import type { RowSink } from './row-sink.ts';
import { MORE_LABELS, MAX_LABELS } from '../jmeter/transaction-table.ts';

/** What a reader of the figures should know about the rows of a file. */
export function addRowWarnings(warnings: WarningLog, sink: RowSink, plan: RowPlan, timeZone: string): void {
  const add = (code: string, count: number, message: string): void => {
    if (count > 0) warnings.add(code, message, count);
  };
  add(
    'empty-transactions',
    sink.kinds.emptyControllerRows,
    'Transaction controllers in which nothing ran were left out, as JMeter leaves them out of its dashboard.',
  );
  add(
    'zero-time-stamp',
    sink.zeroTimeStampRows,
    'Rows have the time stamp 0; they have no place on the time axis.',
  );
  add(
    'covered-rows',
    plan.has('threadName') ? sink.kinds.coveredRequestRows : 0,
    'Rows lie inside an earlier row of the same thread. They may be sub-results that were saved without renaming, ' +
      'and then time and bytes count twice; or the time stamps are ends of samples (sampleresult.timestamp.start=false).',
  );
  add(
    'perfmon-doubtful',
    sink.perfmon.doubtfulRows,
    'Rows have labels like readings of the PerfMon plugin ("host CPU"), but without the column threadName that cannot be ' +
      'told: they were taken for samples, and their "times" may be readings.',
  );
  add(
    'many-labels',
    sink.kinds.moreLabelsRows,
    `More than ${MAX_LABELS} labels: these rows are in "${MORE_LABELS}".`,
  );
  add('many-tags', sink.droppedTagRows, 'Too many combinations of variables: these rows have none of them.');
  add(
    'time-twice',
    sink.stampCounts.twiceRows,
    `Time stamps lie in the hour that the clock of ${timeZone} showed twice; they were taken for the second time.`,
  );
  add(
    'time-skipped',
    sink.stampCounts.skippedRows,
    `Time stamps lie in the hour that the clock of ${timeZone} skipped: the zone may be the wrong one.`,
  );
  add(
    'nanoseconds',
    sink.stampCounts.rowsOf('epoch nanoseconds'),
    'Time stamps have 19 digits: nanoseconds. Elapsed, latency, idle and connect times of those rows were taken for ' +
      'nanoseconds, too.',
  );
  if (sink.rows > 0 && !plan.has('success')) {
    warnings.add('no-success', 'The file has no success column: failures cannot be told.');
  }
  if (sink.rows > 0 && !plan.has('elapsed')) {
    warnings.add('no-elapsed', 'The file has no elapsed column: there are no response times.');
  }
}
