import { Link, ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { runById } from '../../state/selectors.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { Popover } from '../../ui/Popover.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { Tabs } from '../../ui/Tabs.tsx';

interface ProfileHeaderProps {
  readonly info: ProfileInfo;
  /** All profiles of the same file, this one among them. */
  readonly siblings: readonly ProfileInfo[];
}

/** Files with more profiles have them in the tree only. */
const MOST_TABS = 6;

/** The name of the profile, the others of its file, and what is known of how it was taken. */
export function ProfileHeader({ info, siblings }: ProfileHeaderProps): ReactNode {
  const { openProfile, linkProfile } = useActions();
  const runs = useAppState((state) => state.workspace.runs);
  const run = info.link === null ? null : runById(runs, info.link.runId);
  return (
    <div className="profile__header" data-pane="tabs">
      <h1 className="ellipsis" title={info.name}>
        {info.name}
      </h1>
      {siblings.length > 1 && siblings.length <= MOST_TABS && (
        <Tabs
          label="Profiles of the file"
          value={String(info.id)}
          items={siblings.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(id) => openProfile(Number(id))}
        />
      )}
      <span className="profile__facts text-2 ellipsis" title={factsOf(info)}>
        {factsOf(info)}
      </span>
      {info.warnings.length > 0 && <Warnings info={info} />}
      {(run !== null || runs.length > 0) && (
        <Button
          size="small"
          variant="ghost"
          icon={<Link />}
          title={run === null ? undefined : `Taken during ${run.name}; change the link or the clock`}
          onClick={() => linkProfile(info.id)}
        >
          <span className="profile__link ellipsis">{run === null ? 'Link to a run…' : run.name}</span>
        </Button>
      )}
    </div>
  );
}

/** `V8 CPU profile, node 22.11, 2 m 00 s, 89,610 samples, 1 ms period`. */
export function factsOf(info: ProfileInfo): string {
  return [
    info.formatLabel,
    // Formats are called after their tool more often than not.
    info.tool !== null && info.formatLabel.includes(info.tool) ? null : info.tool,
    info.durationMs === null ? null : formatSpan(info.durationMs),
    `${numberFormat.count(info.samples)} ${info.samples === 1 ? 'sample' : 'samples'}`,
    info.intervalMs === null ? null : `${numberFormat.short(info.intervalMs)} ms period`,
    info.threads.length > 1 ? `${numberFormat.count(info.threads.length)} threads` : null,
  ]
    .filter((fact) => fact !== null && fact !== '')
    .join(', ');
}

function Warnings({ info }: { readonly info: ProfileInfo }): ReactNode {
  const { warnings } = info;
  return (
    <Popover
      label="Notes about the file"
      align="end"
      trigger={
        <Button size="small" variant="ghost" icon={<StatusIcon status="warn" />}>
          {warnings.length === 1 ? '1 note' : `${numberFormat.count(warnings.length)} notes`}
        </Button>
      }
    >
      <ul className="profile__warnings">
        {warnings.map(({ code, message, count }) => (
          <li key={`${code} ${message}`}>
            <ScrollText />
            <span>
              {message}
              {count > 1 && <span className="text-3"> {numberFormat.count(count)} times</span>}
            </span>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
