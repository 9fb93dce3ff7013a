import type { ReactNode } from 'react';
import type { ReportSubject } from '#shared/model/report.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { hasProfiles, hasSnapshots } from '../../../state/current-view.ts';
import { useAppState } from '../../../state/use-store.ts';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useOpenReport } from '../use-report-edit.ts';

type Side = 'none' | 'A' | 'B';

const sides = [
  { value: 'none', label: '–' },
  { value: 'A', label: 'A' },
  { value: 'B', label: 'B' },
] as const;

/** What the report is about: runs and profiles of the candidate (B), those that they are held against (A), and snapshots. */
export function SubjectForm(): ReactNode {
  const { edits, readOnly, edit } = useOpenReport();
  const { subject } = edits;
  const runs = useAppState((state) => state.workspace.runs);
  const withProfiles = useAppState(hasProfiles);
  const withSnapshots = useAppState(hasSnapshots);
  const profiles = useEngineQuery('profiles.list', withProfiles ? {} : null);
  const series = useEngineQuery('series.list', withSnapshots ? {} : null);

  function change(part: Partial<ReportSubject>): void {
    edit('choosing what the report is about', (now) => ({ ...now, subject: { ...now.subject, ...part } }));
  }

  return (
    <>
      <h3 className="report-settings__heading">About</h3>
      <p className="field__hint">B is what is judged, A what it is compared with.</p>
      {runs.length > 0 && (
        <ul className="report-settings__subject" aria-label="Runs">
          {runs.map((run) => (
            <SideRow
              key={run.id}
              name={run.name}
              readOnly={readOnly}
              side={sideOf(run.id, subject.baseline, subject.candidate)}
              onSide={(side) =>
                change({
                  baseline: placed(subject.baseline, run.id, side === 'A'),
                  candidate: placed(subject.candidate, run.id, side === 'B'),
                })
              }
            />
          ))}
        </ul>
      )}
      {(profiles.data ?? []).length > 0 && (
        <ul className="report-settings__subject" aria-label="Profiles">
          {(profiles.data ?? []).map((profile) => (
            <SideRow
              key={profile.id}
              name={profile.name}
              readOnly={readOnly}
              side={sideOf(profile.id, subject.baselineProfileIds, subject.profileIds)}
              onSide={(side) =>
                change({
                  baselineProfileIds: placed(subject.baselineProfileIds, profile.id, side === 'A'),
                  profileIds: placed(subject.profileIds, profile.id, side === 'B'),
                })
              }
            />
          ))}
        </ul>
      )}
      {(series.data ?? []).map((each) => (
        <Checkbox
          key={each.id}
          checked={subject.seriesIds.includes(each.id)}
          disabled={readOnly}
          onChange={(on) => change({ seriesIds: placed(subject.seriesIds, each.id, on) })}
        >
          Heap snapshots: {each.name}
        </Checkbox>
      ))}
    </>
  );
}

interface SideRowProps {
  readonly name: string;
  readonly side: Side;
  readonly readOnly: boolean;
  readonly onSide: (side: Side) => void;
}

function SideRow({ name, side, readOnly, onSide }: SideRowProps): ReactNode {
  return (
    <li>
      <span className="ellipsis" title={name}>
        {name}
      </span>
      <Segmented<Side>
        label={`Side of ${name}`}
        value={side}
        options={sides}
        onChange={(next) => {
          if (!readOnly) onSide(next);
        }}
      />
    </li>
  );
}

function sideOf(id: number, baseline: readonly number[], candidate: readonly number[]): Side {
  if (candidate.includes(id)) return 'B';
  return baseline.includes(id) ? 'A' : 'none';
}

function placed(ids: readonly number[], id: number, on: boolean): number[] {
  if (!on) return ids.filter((other) => other !== id);
  return ids.includes(id) ? [...ids] : [...ids, id];
}
