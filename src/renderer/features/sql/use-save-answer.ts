import { useEffect, useRef, useState } from 'react';
import { isCancelled, toWireError, type WireError } from '#shared/contract/errors.ts';
import type { SavedFormat } from '#shared/model/sql.ts';
import { saveBlob } from '../../charts/save-blob.ts';
import { useQueryLayer } from '../../data/use-query.ts';

export interface SavingAnswer {
  readonly save: (sql: string, format: SavedFormat) => void;
  readonly cancel: () => void;
  readonly running: SavedFormat | null;
  readonly failure: WireError | null;
  /** Rows of the file that was written last. */
  readonly saved: { readonly rows: number; readonly name: string } | null;
}

/** Writes all rows of a statement to a file: a download, or where the save dialog says. */
export function useSaveAnswer(): SavingAnswer {
  const layer = useQueryLayer();
  const [running, setRunning] = useState<SavedFormat | null>(null);
  const [failure, setFailure] = useState<WireError | null>(null);
  const [saved, setSaved] = useState<SavingAnswer['saved']>(null);
  const release = useRef<(() => void) | null>(null);
  useEffect(() => () => release.current?.(), []);

  function settle(): void {
    release.current = null;
    setRunning(null);
  }

  return {
    running,
    failure,
    saved,
    cancel: () => {
      release.current?.();
      settle();
    },
    save: (sql, format) => {
      release.current?.();
      const call = layer.ask('sql.save', { sql, format });
      release.current = call.release;
      setRunning(format);
      setFailure(null);
      setSaved(null);
      call.result.then(
        ({ bytes, mediaType, rows }) => {
          if (release.current !== call.release) return;
          settle();
          const name = `result.${format}`;
          // A copy: the bytes may lie in shared memory, which files cannot be made of.
          saveBlob(new Blob([new Uint8Array(bytes)], { type: mediaType }), name);
          setSaved({ rows, name });
        },
        (error: unknown) => {
          if (release.current !== call.release || isCancelled(error)) return;
          settle();
          setFailure(toWireError(error));
        },
      );
    },
  };
}
