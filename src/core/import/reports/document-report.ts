import type { NewAggregate, NewReport } from '../aggregates.ts';
import type { DocumentReport } from '../document-reader.ts';
import type { ImportEmitter } from '../importer.ts';

type Facts = Omit<DocumentReport, 'rows' | 'firstInstantUs' | 'lastInstantUs' | 'toolVersion' | 'warnings'> &
  Partial<Pick<DocumentReport, 'firstInstantUs' | 'lastInstantUs' | 'toolVersion' | 'warnings'>>;

/** Sends what a document says, and tells what there is to tell of it; its rows are its aggregates. */
export function sendReport(
  emit: ImportEmitter,
  report: NewReport & { readonly aggregates: readonly NewAggregate[] },
  facts: Facts,
): DocumentReport {
  emit.report(report);
  return {
    rows: report.aggregates.length,
    firstInstantUs: null,
    lastInstantUs: null,
    toolVersion: null,
    warnings: [],
    ...facts,
  };
}
