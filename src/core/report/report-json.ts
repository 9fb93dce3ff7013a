import { numberAt, textAt, type ColumnTable } from '#shared/contract/columns.ts';
import { arrangeFindings } from '#shared/model/report-findings.ts';
import type { ReportEdits } from '#shared/model/report.ts';
import type { ReportData, RunFacts } from './gather/report-data.ts';
import { judgementOf } from './document/readiness.ts';
import type { ReportDocument } from './document/report-document.ts';

/**
 * The report for programs: figures as numbers (ms, ratios 0..1, bytes, instants as ISO 8601), findings with their state, and
 * the document with its texts. Pictures and the logo are left out.
 */
export function reportJson(document: ReportDocument, data: ReportData, edits: ReportEdits): string {
  const judgement = judgementOf(data);
  const arranged = arrangeFindings(data.found.findings, edits);
  const json = {
    schema: 'loadstone/report/1',
    title: document.title,
    printedAt: instant(data.printedAtUs),
    loadstone: data.version,
    workspace: data.workspace,
    settings: { ...edits.settings, logo: null },
    readiness: judgement.readiness,
    reason: judgement.title,
    findings: arranged.findings,
    lost: arranged.lost,
    notMeasured: data.found.notMeasured,
    gates: data.gates,
    comparison: data.comparison,
    runs: data.runs.map(runJson),
    sources: data.sources.map(({ name, format, sizeBytes, sha256, rows, rejectedRows, warnings }) => ({
      name,
      format,
      sizeBytes,
      sha256,
      rows,
      rejectedRows,
      warnings,
    })),
    document: { subtitle: document.subtitle, sections: document.sections },
  };
  return `${JSON.stringify(json, withoutLargeParts, 2)}\n`;
}

function runJson({ side, run, phases, window, summary, honesty }: RunFacts): unknown {
  return {
    side,
    name: run.name,
    tool: run.tool,
    toolVersion: run.toolVersion,
    granularity: run.granularity,
    startedAt: instant(run.startedAtUs),
    durationMs: run.durationMs,
    judged: window,
    phases: phases?.phases ?? null,
    overall: summary.overall,
    transactions: rowsOf(summary.transactions),
    honesty,
  };
}

function rowsOf({ columns, rowCount }: ColumnTable): Record<string, string | number | null>[] {
  const entries = Object.entries(columns);
  return Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(
      entries.map(([name, column]): [string, string | number | null] => [
        name,
        column.kind === 'number' ? numberAt(column, row) : textAt(column, row),
      ]),
    ),
  );
}

/** Bytes of pictures have no place in a text for programs; numbers that are none are null. */
function withoutLargeParts(key: string, value: unknown): unknown {
  if (key === 'source' && typeof value === 'string' && value.startsWith('data:')) return null;
  return value;
}

function instant(us: number | null): string | null {
  return us === null ? null : new Date(us / 1000).toISOString();
}
