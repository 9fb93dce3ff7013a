import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { Menu } from '../../../ui/Menu.tsx';
import type { MenuEntry } from '../../../ui/menu-item.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import type { ComparedProfiles } from './difference-question.ts';
import { threadKinds, type ThreadKind } from './difference-threads.ts';

interface DifferenceThreadsProps {
  readonly draft: DifferenceDraft;
  readonly compared: ComparedProfiles;
  readonly onChange: (change: Partial<DifferenceDraft>) => void;
}

const MOST_SHOWN = 40;

/** Which threads of both sides are compared: those of a pool go together, whatever their numbers are. */
export function DifferenceThreads({ draft, compared, onChange }: DifferenceThreadsProps): ReactNode {
  const kinds = threadKinds(compared);
  if (kinds.length < 2) return null;
  const { threads } = draft;
  const entries: readonly MenuEntry[] = [
    {
      kind: 'choice',
      id: 'all',
      label: 'All threads',
      chosen: threads === null,
      onSelect: () => onChange({ threads: null }),
    },
    { kind: 'separator', id: 'all-separator' },
    ...kinds.slice(0, MOST_SHOWN).map((kind): MenuEntry => ({
      kind: 'choice',
      id: `kind ${kind.name}`,
      label: `${kind.name}, ${sampleWords(kind)}`,
      chosen: threads?.includes(kind.name) === true,
      onSelect: () => onChange({ threads: toggled(threads, kind.name) }),
    })),
    ...(kinds.length > MOST_SHOWN
      ? [
          {
            kind: 'heading' as const,
            id: 'more',
            label: `The ${MOST_SHOWN} busiest of ${numberFormat.count(kinds.length)}`,
          },
        ]
      : []),
  ];
  return (
    <Menu
      trigger={
        <button type="button" className="profile__choice">
          <span className="text-3">Threads</span>
          <span className="ellipsis">{shownWords(threads)}</span>
          <ChevronDown />
        </button>
      }
      entries={entries}
    />
  );
}

function sampleWords({ baseline, candidate }: ThreadKind): string {
  if (candidate === 0) return `only in A, ${numberFormat.count(baseline)} samples`;
  if (baseline === 0) return `only in B, ${numberFormat.count(candidate)} samples`;
  return `A ${numberFormat.count(baseline)}, B ${numberFormat.count(candidate)} samples`;
}

function shownWords(threads: readonly string[] | null): string {
  if (threads === null) return 'all';
  return threads.length === 1 ? threads[0]! : `${numberFormat.count(threads.length)} kinds`;
}

/** The last one cannot be taken out: that means all again. */
function toggled(threads: readonly string[] | null, name: string): readonly string[] | null {
  if (threads === null) return [name];
  const next = threads.includes(name) ? threads.filter((other) => other !== name) : [...threads, name];
  return next.length === 0 ? null : next;
}
