import { ArrowDownWideNarrow, ArrowUpNarrowWide, ChevronDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  differenceWidths,
  type DifferenceMode,
  type DifferenceWidth,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import type { DifferenceDraft, DifferenceView } from '../../../state/profile-slice.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { MenuEntry } from '../../../ui/menu-item.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { AlignmentMenu } from './AlignmentMenu.tsx';
import { commonWeights, modeOf, modesOf, type ComparedProfiles } from './difference-question.ts';
import { DifferenceThreads } from './DifferenceThreads.tsx';
import { modeHints, modeNames, widthNames } from './difference-words.ts';

interface DifferenceToolbarProps {
  readonly draft: DifferenceDraft;
  readonly compared: ComparedProfiles;
  readonly difference: ProfileDifference | null;
  readonly onChange: (change: Partial<DifferenceDraft>) => void;
  readonly search: ReactElement;
  readonly exports: ReactElement;
}

const VIEWS: readonly { readonly value: DifferenceView; readonly label: string }[] = [
  { value: 'flame', label: 'Flame' },
  { value: 'left-heavy', label: 'Left heavy' },
  { value: 'sandwich', label: 'Sandwich' },
  { value: 'tables', label: 'Tables' },
];
const WIDTHS: readonly { readonly value: DifferenceWidth; readonly label: string }[] = differenceWidths.map(
  (value) => ({ value, label: widthNames[value] }),
);

/** Which view, how the sides are made comparable, and what boxes are as wide as. */
export function DifferenceToolbar(props: DifferenceToolbarProps): ReactNode {
  const { draft, compared, onChange } = props;
  const mode = modeOf(draft, compared);
  return (
    <div className="profile__toolbar" role="toolbar" aria-label="Difference">
      <Segmented label="View" value={draft.view} options={VIEWS} onChange={(view) => onChange({ view })} />
      {draft.view !== 'tables' && draft.view !== 'sandwich' && (
        <IconButton
          label={draft.upright ? 'Callers above (icicle)' : 'Callers below (flame)'}
          aria-pressed={draft.upright}
          onClick={() => onChange({ upright: !draft.upright })}
        >
          {draft.upright ? <ArrowUpNarrowWide /> : <ArrowDownWideNarrow />}
        </IconButton>
      )}
      <DifferenceThreads draft={draft} compared={compared} onChange={onChange} />
      <Menu
        trigger={
          <button type="button" className="profile__choice">
            <span className="text-3">Unit</span>
            <span className="ellipsis">{modeNames[mode]}</span>
            <ChevronDown />
          </button>
        }
        entries={unitEntries(draft, compared, mode, onChange)}
      />
      {draft.view !== 'tables' && (
        <>
          <span className="text-3">Width</span>
          <Segmented
            label="Width"
            value={draft.width}
            options={WIDTHS}
            onChange={(width) => onChange({ width })}
          />
        </>
      )}
      <AlignmentMenu draft={draft} difference={props.difference} onChange={onChange} />
      <span className="profile__space" />
      {props.search}
      {props.exports}
    </div>
  );
}

function unitEntries(
  draft: DifferenceDraft,
  compared: ComparedProfiles,
  mode: DifferenceMode,
  onChange: DifferenceToolbarProps['onChange'],
): readonly MenuEntry[] {
  const weights = commonWeights(compared);
  const [like] = compared.candidate;
  const chosen = draft.weight ?? like?.weights[like.defaultWeight]?.name;
  return [
    { kind: 'heading', id: 'modes', label: 'The sides are compared' },
    ...modesOf(compared).map((value): MenuEntry => ({
      kind: 'choice',
      id: value,
      label: `${modeNames[value]}: ${modeHints[value]}`,
      chosen: value === mode,
      onSelect: () => onChange({ mode: value }),
    })),
    ...(weights.length < 2
      ? []
      : [
          { kind: 'separator' as const, id: 'separator' },
          { kind: 'heading' as const, id: 'weights', label: 'What samples weigh' },
          ...weights.map((name): MenuEntry => ({
            kind: 'choice',
            id: `weight ${name}`,
            label: name,
            chosen: name === chosen,
            onSelect: () => onChange({ weight: name }),
          })),
        ]),
  ];
}
