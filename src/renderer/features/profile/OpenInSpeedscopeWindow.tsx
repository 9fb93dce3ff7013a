import { useEffect, useState, type ReactNode } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { HandedProfile } from '#shared/contract/speedscope.ts';
import type { ExportedFile } from '#shared/model/profile.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import type { useExportedProfile } from './use-exported-profile.ts';

interface OpenInSpeedscopeWindowProps {
  readonly exported: ReturnType<typeof useExportedProfile>;
  /** Settles when the window of speedscope has the profile. */
  readonly open: (profile: HandedProfile) => Promise<void>;
  readonly onClose: () => void;
}

/** Says how far it is until the desktop shell has opened speedscope in a window of its own, and then gets out of the way. */
export function OpenInSpeedscopeWindow({ exported, open, onClose }: OpenInSpeedscopeWindowProps): ReactNode {
  const [failure, setFailure] = useState<{ readonly file: ExportedFile; readonly error: WireError } | null>(
    null,
  );
  const file = exported.state === 'written' ? exported.file : null;
  const failed = failure !== null && failure.file === file;

  useEffect(() => {
    if (file === null || failed) return undefined;
    let left = false;
    open({ name: file.name, bytes: file.bytes }).then(
      () => {
        if (!left) onClose();
      },
      (error: unknown) => {
        if (!left) setFailure({ file, error: toWireError(error) });
      },
    );
    return () => {
      left = true;
    };
  }, [file, failed, open, onClose]);

  const error = exported.state === 'failed' ? exported.error : failed ? failure.error : null;
  const status = file === null ? 'Writing the profile…' : 'Starting speedscope…';
  return (
    <Dialog
      open
      onClose={onClose}
      title="Open in speedscope"
      size="small"
      actions={<Button onClick={onClose}>{error === null ? 'Cancel' : 'Close'}</Button>}
    >
      {error === null ? (
        <>
          <p role="status">{status}</p>
          <ProgressLine label={status} value={null} />
        </>
      ) : (
        <ErrorNote
          title="The profile could not be opened in speedscope"
          error={error}
          onRetry={() => (failed ? setFailure(null) : exported.retry())}
        />
      )}
    </Dialog>
  );
}
