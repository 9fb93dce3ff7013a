import { useMemo } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { WireError } from '#shared/contract/errors.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import type { PreviewMode } from '../../../state/report-slice.ts';
import { useAppState } from '../../../state/use-store.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { useSettled } from '../use-settled.ts';
import { usePrintedPages, type ReadPdf } from './use-printed-pages.ts';

/** Long enough that nothing is printed between two keys. */
const REST_MS = 150;

export interface PreviewAnswer {
  /** As it can be shown here. */
  readonly mode: PreviewMode;
  /** Why no pages can be printed here, and what to do; null: they can. */
  readonly pdfMissing: string | null;
  readonly pages: ReadPdf | null;
  readonly html: string | null;
  /** What is shown is not the report as it is. */
  readonly isOld: boolean;
  readonly error: WireError | null;
  readonly retry: () => void;
  /** Progress comes under this name. */
  readonly token: string;
}

/** The report as it would be exported now. */
export function usePreview(): PreviewAnswer {
  const { id, edits } = useOpenReport();
  const wanted = useAppState((state) => state.report.preview);
  const formats = useEngineQuery('reports.formats', {});
  const settled = useSettled(edits, REST_MS);
  const token = `preview-${id}`;
  const pdfMissing = formats.data?.find(({ format }) => format === 'pdf')?.missing ?? null;
  const mode = pdfMissing === null ? wanted : 'web';
  const isKnown = formats.data !== null;

  const toPrint = useMemo(
    (): EngineParams<'reports.export'> | null =>
      !isKnown || mode === 'web' ? null : { id, edits: settled, format: 'pdf', token },
    [isKnown, mode, id, settled, token],
  );
  const toShow = useMemo(
    (): EngineParams<'reports.render'> | null =>
      !isKnown || mode !== 'web' ? null : { id, edits: settled, format: 'html', token },
    [isKnown, mode, id, settled, token],
  );
  const printed = useEngineQuery('reports.export', toPrint);
  const shown = useEngineQuery('reports.render', toShow);
  const read = usePrintedPages(printed.data?.bytes ?? null);

  const answer = mode === 'web' ? shown : printed;
  const isUnread = mode !== 'web' && printed.data !== null && read.pages?.bytes !== printed.data.bytes;
  return {
    mode,
    pdfMissing,
    pages: read.pages,
    html: shown.data?.text ?? null,
    isOld: edits !== settled || answer.status === 'loading' || (isUnread && read.error === null),
    error: formats.error ?? answer.error ?? (mode === 'web' ? null : read.error),
    retry: formats.error === null ? answer.retry : formats.retry,
    token,
  };
}
