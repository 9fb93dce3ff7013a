import './difference.css';
import { useMemo, useState, type ReactNode } from 'react';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { useActions } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { ProgressLine } from '../../../ui/ProgressLine.tsx';
import { DifferenceBody } from './DifferenceBody.tsx';
import { DifferenceHeader } from './DifferenceHeader.tsx';
import { comparedProfiles, differenceQuestion } from './difference-question.ts';

interface DifferenceScreenProps {
  readonly draft: DifferenceDraft;
  readonly profiles: readonly ProfileInfo[];
}

/** The profiles of a baseline and a candidate against each other. */
export function DifferenceScreen({ draft, profiles }: DifferenceScreenProps): ReactNode {
  const { changeDifference, openProfile } = useActions();
  const compared = useMemo(() => comparedProfiles(draft, profiles), [draft, profiles]);
  const question = useMemo(() => differenceQuestion(draft, compared), [draft, compared]);
  // Stopped is this very question: another one is asked again.
  const key = useMemo(() => JSON.stringify(question), [question]);
  const [stopped, setStopped] = useState<string | null>(null);
  const isStopped = stopped === key;
  const answer = useEngineQuery('profiles.difference', isStopped ? null : question);

  if (question === null)
    return (
      <div className="profile">
        <EmptyState
          title="A side of the difference has no profile any more"
          actions={
            profiles[0] !== undefined && (
              <Button onClick={() => openProfile(profiles[0]!.id)}>Open {profiles[0].name}</Button>
            )
          }
        >
          Choose two profiles in the tree, with Ctrl and click, and compare them.
        </EmptyState>
      </div>
    );
  const { data, error, status } = answer;
  return (
    <div className={`profile profile--${draft.view}`}>
      <DifferenceHeader compared={compared} difference={data} />
      {status === 'loading' && (
        <div className="difference__busy" role="status">
          <ProgressLine label="The difference is being computed" value={null} thickness={2} />
          <span className="text-2">
            Both sides are being compared
            {data === null ? '' : '; these are the figures from before the last change'}
          </span>
          <Button size="small" onClick={() => setStopped(key)}>
            Stop
          </Button>
        </div>
      )}
      {isStopped && (
        <EmptyState
          title="The difference was stopped"
          actions={<Button onClick={() => setStopped(null)}>Compute it</Button>}
        >
          Less time or fewer profiles are compared sooner.
        </EmptyState>
      )}
      {error !== null && status === 'error' && (
        <div className="profile__none">
          <ErrorNote
            title="The profiles could not be compared"
            error={error}
            onRetry={answer.retry}
            actions={
              draft.mode !== 'share' && (
                <Button size="small" onClick={() => changeDifference({ mode: 'share' })}>
                  Compare shares of the total
                </Button>
              )
            }
          />
        </div>
      )}
      {data !== null && !isStopped && (
        <DifferenceBody draft={draft} compared={compared} question={question} difference={data} />
      )}
    </div>
  );
}
