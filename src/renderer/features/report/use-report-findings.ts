import { useMemo } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import { arrangeFindings, type ArrangedFindings } from '#shared/model/report-findings.ts';
import { DEFAULT_REPORT_SETTINGS, isOfNothing, type ReportEdits } from '#shared/model/report.ts';
import { useEngineQuery, type QueryAnswer } from '../../data/use-query.ts';
import { foundOf } from './report-edits.ts';

export interface ShownFindings extends ArrangedFindings {
  readonly notMeasured: readonly string[];
}

/** Progress of the findings comes under this name. */
export function findingsToken(reportId: number): string {
  return `findings-${reportId}`;
}

/**
 * The findings as they are printed. The engine is asked once for what it finds; what a person decides is put over it here, by
 * the function with which the engine does it, so that typing waits for nothing.
 */
export function useReportFindings(reportId: number, edits: ReportEdits): QueryAnswer<ShownFindings> {
  const { subject } = edits;
  const question = useMemo(
    (): EngineParams<'reports.findings'> | null =>
      isOfNothing(subject)
        ? null
        : {
            id: reportId,
            edits: {
              name: 'Findings',
              subject,
              settings: DEFAULT_REPORT_SETTINGS,
              items: [],
              ownFindings: [],
              attachments: [],
            },
            token: findingsToken(reportId),
          },
    [reportId, subject],
  );
  const answer = useEngineQuery('reports.findings', question);
  const found = useMemo(
    () => answer.data?.findings.flatMap((each) => foundOf(each) ?? []) ?? null,
    [answer.data],
  );
  const { items, ownFindings } = edits;
  const isAsked = question !== null;
  const data = useMemo((): ShownFindings | null => {
    if (found === null && isAsked) return null;
    const notMeasured = answer.data?.notMeasured ?? [];
    return { ...arrangeFindings(found ?? [], { items, ownFindings }), notMeasured };
  }, [found, isAsked, items, ownFindings, answer.data]);
  return { ...answer, data };
}
