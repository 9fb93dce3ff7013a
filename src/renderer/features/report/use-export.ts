import { useEffect, useRef, useState } from 'react';
import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import type { ReportFormat } from '#shared/model/report.ts';
import { saveBlob } from '../../charts/save-blob.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { useOpenReport } from './use-report-edit.ts';

export interface Exporting {
  readonly start: (format: ReportFormat) => void;
  readonly cancel: () => void;
  /** What is being written; null: nothing is. */
  readonly running: ReportFormat | null;
  /** Progress comes under this name. */
  readonly token: string;
  /** Name of the file that was written last. */
  readonly saved: string | null;
  readonly failure: { readonly format: ReportFormat; readonly error: WireError } | null;
  readonly dismiss: () => void;
}

const MEDIA_TYPE_OF_UNKNOWN = 'application/octet-stream';

/** Writes the report as it is on screen to a file: a download, or where the save dialog says. */
export function useExport(): Exporting {
  const { id, edits } = useOpenReport();
  const layer = useQueryLayer();
  const [running, setRunning] = useState<ReportFormat | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [failure, setFailure] = useState<Exporting['failure']>(null);
  const release = useRef<(() => void) | null>(null);
  const token = `export-${id}`;
  useEffect(() => () => release.current?.(), []);

  function settle(): void {
    release.current = null;
    setRunning(null);
  }

  function start(format: ReportFormat): void {
    const asked = layer.ask('reports.export', { id, edits, format, token });
    release.current = asked.release;
    setRunning(format);
    setSaved(null);
    setFailure(null);
    asked.result.then(
      ({ bytes, mediaType, name }) => {
        settle();
        // A copy: the bytes may lie in shared memory, which files cannot be made of.
        saveBlob(new Blob([new Uint8Array(bytes)], { type: mediaType || MEDIA_TYPE_OF_UNKNOWN }), name);
        setSaved(name);
      },
      (error: unknown) => {
        settle();
        if (!isCancelled(error)) setFailure({ format, error: toWireError(error) });
      },
    );
  }

  return {
    start,
    cancel: () => {
      release.current?.();
      settle();
    },
    running,
    token,
    saved,
    failure,
    dismiss: () => setFailure(null),
  };
}
