import type { NewReportedMetric, NewReportedThreshold } from '../aggregates.ts';
import type { DocumentReport } from '../document-reader.ts';
import { LiteralDocument } from '../gatling-stats/literal-document.ts';
import type { ImportEmitter, NewMetric } from '../importer.ts';
import { TextLimit } from '../k6/text-limit.ts';
import { WarningLog } from '../warning-log.ts';
import { requestFigures, type RequestFigures } from './requests.ts';
import { readSummary, type Summary } from './summary.ts';

/** k6 measures in nanoseconds. */
const CLOCK_TICK_MS = 1e-6;

/**
 * A summary that k6 wrote at the end of a test (load-test formats, section 2.4). Times are ms whatever
 * `summaryTimeUnit` says: that is the unit of the printed text only (`metricValueGetter` in k6's `summary.go`).
 * @throws {AppError} `file-damaged`
 */
export function readK6Summary(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const document = new LiteralDocument(bytes, 'json');
  const summary = readSummary(document);
  if (summary === null || (summary.metrics.length === 0 && summary.checks.length === 0)) {
    throw document.damaged(
      'The file has no metrics and no checks as k6 writes them into a summary.',
      'Choose another format, or open the results that k6 wrote with --out.',
    );
  }
  const warnings = new WarningLog();
  const limit = new TextLimit(warnings);
  const requests = requestFigures(summary.metrics, summary.durationMs);

  const metrics: NewMetric[] = [];
  const reported: NewReportedMetric[] = [];
  const thresholds: NewReportedThreshold[] = [];
  for (const { name, kind, contains, figures, thresholds: own } of summary.metrics) {
    const metric = limit.clip(name);
    for (const { expression, passed } of own) {
      thresholds.push({ metric, expression: limit.clip(expression), passed });
    }
    if (requests.used.has(name)) continue;
    const localId = metrics.length;
    const expressions = own.map(({ expression }) => limit.clip(expression));
    metrics.push({ localId, name: metric, kind, contains, thresholds: expressions });
    reported.push({ metric: localId, figures });
  }
  emit.transactions(requests.transactions.map((one) => ({ ...one, name: limit.clip(one.name) })));
  emit.metrics(metrics);
  emit.report({
    aggregates: requests.aggregates,
    checks: summary.checks.map((check) => ({
      ...check,
      name: limit.clip(check.name),
      group: limit.clip(check.group),
    })),
    thresholds,
    metrics: reported,
  });
  warn(warnings, summary, requests);
  return {
    rows: summary.metrics.length + summary.checks.length,
    rejectedRows: document.rejects.count,
    rejects: document.rejects.kept,
    firstInstantUs: null,
    lastInstantUs: null,
    clockTickMs: CLOCK_TICK_MS,
    toolVersion: summary.toolVersion === null ? null : limit.clip(summary.toolVersion),
    warnings: warnings.list(),
    properties: propertiesOf(summary, thresholds),
  };
}

function warn(warnings: WarningLog, summary: Summary, requests: RequestFigures): void {
  if (summary.hasSetupData) {
    warnings.add(
      'setup-data-left-out',
      'What setup() returned was left out: it may hold tokens or passwords.',
    );
  }
  if (summary.hasScript) {
    warnings.add(
      'script-left-out',
      'The source text of the test was left out: it may hold tokens or passwords.',
    );
  }
  if (summary.unread > 0) {
    warnings.add(
      'figures-unread',
      'Figures or thresholds of a form that k6 does not write were left out.',
      summary.unread,
    );
  }
  if (summary.layout === 'machine-readable summary') {
    warnings.add(
      'layout-without-thresholds',
      'The machine-readable summary has neither thresholds nor the groups of checks.',
    );
  }
  if (requests.aggregates.length === 0) {
    warnings.add(
      'no-requests',
      'There are no metrics of HTTP requests in the summary, so there are no response times.',
    );
  }
  if (requests.transactions.length > 0) {
    warnings.add(
      'selections',
      'A summary has no figures by URL. Its transactions are the selections by tags that thresholds were set for: they ' +
        'may overlap, and need not add up to the total.',
      requests.transactions.length,
    );
  }
  if (requests.ratesComputed) {
    warnings.add(
      'rates-computed',
      'The file has no rate of requests: it was computed as k6 does, as the count divided by the duration of the test.',
    );
  }
}

function propertiesOf(summary: Summary, thresholds: readonly NewReportedThreshold[]): Record<string, string> {
  return {
    layout: summary.layout,
    ...summary.facts,
    ...(summary.durationMs === null ? {} : { 'test run duration (ms)': String(summary.durationMs) }),
    metrics: String(summary.metrics.length),
    checks: String(summary.checks.length),
    thresholds: String(thresholds.length),
    'failed thresholds': String(thresholds.filter(({ passed }) => !passed).length),
  };
}
