import type { NewAggregate } from '../aggregates.ts';
import type { DocumentReport } from '../document-reader.ts';
import { describeIssue } from '../gatling-stats/figure.ts';
import { LiteralDocument, membersOf } from '../gatling-stats/literal-document.ts';
import type { ImportEmitter, NewTransaction } from '../importer.ts';
import { NO_LABEL } from '../jmeter/transaction-table.ts';
import { TextLimit } from '../k6/text-limit.ts';
import { WarningLog } from '../warning-log.ts';
import { entrySchema, figuresOf, type Entry } from './entry.ts';

/** The label under which JMeter puts all of them together. A sampler of that name would be lost in the file already. */
export const TOTAL = 'Total';

/**
 * `statistics.json` of JMeter's HTML dashboard: figures by label (load-test formats, section 1.4).
 * @throws {AppError} `file-damaged`
 */
export function readStatistics(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const document = new LiteralDocument(bytes, 'json');
  const members = membersOf(document.value);
  if (members === null) throw notStatistics(document);

  const warnings = new WarningLog();
  const limit = new TextLimit(warnings);
  const transactions: NewTransaction[] = [];
  const aggregates: NewAggregate[] = [];
  let total: Entry | null = null;
  let hasMedian = false;
  for (const [label, value] of Object.entries(members)) {
    const parsed = entrySchema.safeParse(value);
    if (!parsed.success) {
      document.reject(value, members, `${limit.clip(label)}: ${describeIssue(parsed.error)}`);
      continue;
    }
    const entry = parsed.data;
    hasMedian ||= entry.medianResTime !== undefined;
    let transaction: number | null = null;
    if (label === TOTAL) {
      total = entry;
    } else {
      transaction = transactions.length;
      const name = limit.clip(entry.transaction ?? label);
      transactions.push({
        localId: transaction,
        name: name === '' ? NO_LABEL : name,
        kind: 'request',
        method: null,
      });
    }
    aggregates.push({ transaction, interval: null, figures: figuresOf(entry) });
  }
  if (aggregates.length === 0) throw notStatistics(document);

  warn(warnings, total !== null, hasMedian);
  emit.transactions(transactions);
  emit.report({ aggregates });
  return {
    rows: aggregates.length,
    rejectedRows: document.rejects.count,
    rejects: document.rejects.kept,
    firstInstantUs: null,
    lastInstantUs: null,
    clockTickMs: 1,
    toolVersion: null,
    warnings: warnings.list(),
    properties: {
      labels: String(transactions.length),
      ...rateProperty('received KB/s of Total', total?.receivedKBytesPerSec),
      ...rateProperty('sent KB/s of Total', total?.sentKBytesPerSec),
    },
  };
}

function warn(warnings: WarningLog, hasTotal: boolean, hasMedian: boolean): void {
  warnings.add(
    'percentiles-assumed',
    'The file has three percentiles and does not say which: they are taken for 90, 95 and 99, which JMeter uses unless ' +
      'aggregate_rpt_pct1 to aggregate_rpt_pct3 were set.',
  );
  warnings.add(
    'controllers-unknown',
    'The file does not say which labels are transaction controllers: all are shown as requests. ' +
      (hasTotal
        ? 'Total leaves controllers out, so the requests may add up to more than it has.'
        : 'A controller counts the time of its requests again.'),
  );
  if (!hasTotal)
    warnings.add('total-missing', 'There is no entry Total, so there are no figures of the whole test.');
  if (!hasMedian)
    warnings.add('median-missing', 'There are no medians in the file: older versions of JMeter write none.');
}

function rateProperty(name: string, value: number | null | undefined): Record<string, string> {
  return value == null ? {} : { [name]: String(value) };
}

function notStatistics(document: LiteralDocument): Error {
  return document.damaged(
    'No entry of the file has the figures that JMeter writes into statistics.json.',
    'Choose another format, or make the dashboard again from the results.',
  );
}
