import './speedscope.css';
import { useState, type ReactNode } from 'react';
import { AppError, toWireError } from '#shared/contract/errors.ts';
import type { BridgeReply, SpeedscopePlace, SpeedscopeTheme } from '#shared/contract/speedscope.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { screenOf } from '../../state/profile-slice.ts';
import { useAppState } from '../../state/use-store.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FullView } from '../../ui/FullView.tsx';
import { ProgressLine } from '../../ui/ProgressLine.tsx';
import { OpenInSpeedscopeWindow } from './OpenInSpeedscopeWindow.tsx';
import { selectionOf } from './profile-questions.ts';
import { SpeedscopeFrame } from './SpeedscopeFrame.tsx';
import { useExportedProfile, type ExportedProfile } from './use-exported-profile.ts';

interface OpenInSpeedscopeViewProps {
  readonly info: ProfileInfo;
  readonly place: SpeedscopePlace;
  readonly theme: SpeedscopeTheme;
  readonly onClose: () => void;
}

/** What is selected of a profile, on its way to speedscope and then in it. */
export function OpenInSpeedscopeView({ info, place, theme, onClose }: OpenInSpeedscopeViewProps): ReactNode {
  const screen = useAppState((state) => screenOf(state.profile, info.id));
  const exported = useExportedProfile(selectionOf(info, screen));
  return place.kind === 'window' ? (
    <OpenInSpeedscopeWindow exported={exported} open={place.open} onClose={onClose} />
  ) : (
    <EmbeddedSpeedscope
      name={info.name}
      exported={exported}
      origin={place.origin}
      theme={theme}
      onClose={onClose}
    />
  );
}

interface EmbeddedSpeedscopeProps {
  readonly name: string;
  readonly exported: ReturnType<typeof useExportedProfile>;
  readonly origin: string;
  readonly theme: SpeedscopeTheme;
  readonly onClose: () => void;
}

function EmbeddedSpeedscope({ name, exported, origin, theme, onClose }: EmbeddedSpeedscopeProps): ReactNode {
  const [reply, setReply] = useState<BridgeReply | null>(null);
  const status = statusOf(exported.state, reply);
  return (
    <FullView title="speedscope" note={name} status={status} backLabel="Back to Loadstone" onBack={onClose}>
      {exported.state === 'failed' && (
        <div className="speedscope__problem">
          <ErrorNote
            title="The profile could not be opened in speedscope"
            error={exported.error}
            onRetry={exported.retry}
          />
        </div>
      )}
      {reply?.type === 'refused' && (
        <div className="speedscope__problem">
          <ErrorNote
            title="speedscope did not open the profile"
            error={refusal(reply.reason)}
            onRetry={() => setReply(null)}
          />
        </div>
      )}
      {exported.state !== 'failed' && reply === null && <ProgressLine label={status} value={null} />}
      {exported.state === 'written' && reply?.type !== 'refused' && (
        <SpeedscopeFrame
          origin={origin}
          file={exported.file}
          theme={theme}
          visible={reply !== null}
          onReply={setReply}
        />
      )}
    </FullView>
  );
}

function statusOf(exported: ExportedProfile['state'], reply: BridgeReply | null): string {
  if (exported === 'failed') return '';
  if (exported === 'writing') return 'Writing the profile…';
  if (reply === null) return 'Starting speedscope…';
  return reply.type === 'taken' ? 'speedscope reads the profile…' : '';
}

function refusal(reason: string): ReturnType<typeof toWireError> {
  return toWireError(
    new AppError('internal', reason, {
      hint: 'Choose a part of the time, or save the profile for speedscope from the Export menu and open it elsewhere.',
    }),
  );
}
