import {
  ArrowLeftRight,
  ArrowDownWideNarrow,
  ArrowUpDown,
  ArrowUpNarrowWide,
  ChevronDown,
} from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { ProfileInfo } from '#shared/model/profile.ts';
import type { ProfileScreen, ProfileView, WeightDisplay } from '../../state/profile-slice.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { weightOfScreen } from './profile-questions.ts';
import { threadName } from './thread-words.ts';
import { displayNames, displaysOf, weightName, weightTitle } from './weight-format.ts';

interface ProfileToolbarProps {
  readonly info: ProfileInfo;
  readonly screen: ProfileScreen;
  /** The unit in which weights are shown. */
  readonly unit: string;
  readonly onChange: (change: Partial<ProfileScreen>) => void;
  /** The thread that the order of time shows. */
  readonly thread: number;
  readonly search: ReactElement;
  readonly others: readonly ProfileInfo[];
  readonly onCompare: (other: ProfileInfo) => void;
  readonly exports: ReactElement;
}

const viewNames: Readonly<Record<ProfileView, string>> = {
  flame: 'Flame',
  'time-order': 'Time order',
  'left-heavy': 'Left heavy',
  sandwich: 'Sandwich',
  tables: 'Tables',
};

/** Which view, which threads, which weight, and what is searched. */
export function ProfileToolbar(props: ProfileToolbarProps): ReactNode {
  const { info, screen, onChange } = props;
  const views = (Object.keys(viewNames) as ProfileView[]).filter(
    (view) => view !== 'time-order' || info.hasTimes,
  );
  const hasBoxes = screen.view !== 'tables';
  const isTree = screen.view === 'flame' || screen.view === 'left-heavy';
  return (
    <div className="profile__toolbar" role="toolbar" aria-label="Profile">
      <Segmented
        label="View"
        value={screen.view}
        options={views.map((value) => ({ value, label: viewNames[value] }))}
        onChange={(view) => onChange({ view })}
      />
      {hasBoxes && screen.view !== 'sandwich' && (
        <IconButton
          label={screen.upright ? 'Callers above (icicle)' : 'Callers below (flame)'}
          aria-pressed={screen.upright}
          onClick={() => onChange({ upright: !screen.upright })}
        >
          {screen.upright ? <ArrowUpNarrowWide /> : <ArrowDownWideNarrow />}
        </IconButton>
      )}
      {isTree && (
        <IconButton
          label="Invert: callers of each function"
          shortcut="I"
          aria-pressed={screen.inverted}
          onClick={() => onChange({ inverted: !screen.inverted })}
        >
          <ArrowUpDown />
        </IconButton>
      )}
      <Threads {...props} />
      <Menu
        trigger={
          <Choice name="Unit" value={weightTitle(info.weights[weightOfScreen(info, screen)]!, props.unit)} />
        }
        entries={unitEntries(props)}
      />
      <span className="profile__space" />
      {props.search}
      <CompareMenu {...props} />
      {props.exports}
    </div>
  );
}

function Choice({ name, value, ...rest }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <button type="button" className="profile__choice" title={`${name}: ${value}`} {...rest}>
      <span className="text-3">{name}</span>
      <span className="ellipsis">{value}</span>
      <ChevronDown />
    </button>
  );
}

function Threads({ info, screen, thread, onChange }: ProfileToolbarProps): ReactNode {
  const { threads } = info;
  if (threads.length < 2) return null;
  const single = screen.view === 'time-order';
  const chosen = single ? [thread] : screen.threads;
  const busiest = threads
    .map((each, place) => ({ each, place }))
    .sort((a, b) => b.each.samples - a.each.samples)
    .slice(0, MOST_THREADS);
  const entries: readonly MenuEntry[] = [
    ...(single
      ? []
      : [
          {
            kind: 'choice' as const,
            id: 'all',
            label: 'All threads',
            chosen: screen.threads === null,
            onSelect: () => onChange({ threads: null }),
          },
          { kind: 'separator' as const, id: 'all-separator' },
        ]),
    ...busiest.map(({ each, place }): MenuEntry => ({
      kind: 'choice',
      id: String(place),
      label: `${threadName(each)}, ${numberFormat.count(each.samples)} samples`,
      chosen: chosen?.includes(place) === true,
      onSelect: () => onChange({ threads: single ? [place] : toggled(screen.threads, place) }),
    })),
    ...(threads.length > MOST_THREADS
      ? [
          {
            kind: 'heading' as const,
            id: 'more',
            label: `The ${MOST_THREADS} busiest of ${numberFormat.count(threads.length)}`,
          },
        ]
      : []),
  ];
  return <Menu trigger={<Choice name="Thread" value={threadsText(info, chosen)} />} entries={entries} />;
}

const MOST_THREADS = 40;

function threadsText({ threads }: ProfileInfo, chosen: readonly number[] | null): string {
  if (chosen === null) return `all ${threads.length}`;
  const [first] = chosen;
  const only = first === undefined ? undefined : threads[first];
  return chosen.length === 1 && only !== undefined
    ? threadName(only)
    : `${chosen.length} of ${threads.length}`;
}

/** The last one cannot be taken out: that means all again. */
function toggled(threads: readonly number[] | null, place: number): readonly number[] | null {
  if (threads === null) return [place];
  const next = threads.includes(place) ? threads.filter((other) => other !== place) : [...threads, place];
  return next.length === 0 ? null : next.sort((a, b) => a - b);
}

function unitEntries({ info, screen, onChange }: ProfileToolbarProps): readonly MenuEntry[] {
  const weight = weightOfScreen(info, screen);
  return [
    { kind: 'heading', id: 'weights', label: 'What samples weigh' },
    ...info.weights.map((type, place): MenuEntry => ({
      kind: 'choice',
      id: `weight-${place}`,
      label: `${weightName(type)} (${type.unit})`,
      chosen: place === weight,
      onSelect: () => onChange({ weight: place }),
    })),
    { kind: 'separator', id: 'separator' },
    { kind: 'heading', id: 'displays', label: 'Shown' },
    ...displaysOf(info).map((display: WeightDisplay): MenuEntry => ({
      kind: 'choice',
      id: display,
      label: displayNames[display],
      chosen: display === screen.display,
      onSelect: () => onChange({ display }),
    })),
  ];
}

function CompareMenu({ others, onCompare }: ProfileToolbarProps): ReactNode {
  if (others.length === 0) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" icon={<ArrowLeftRight />} aria-label="Compare with…" title="Compare with…">
          <span className="profile__gives-way">Compare with…</span>
        </Button>
      }
      entries={others.map((other) => ({
        kind: 'action',
        id: String(other.id),
        label: other.name,
        onSelect: () => onCompare(other),
      }))}
    />
  );
}
