import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FunctionPlace, ProfileTransform } from '#shared/model/profile.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';
import {
  transformOf,
  transformSentence,
  transformSubject,
  transformVerb,
  undoLabel,
  type MatchedKind,
} from './transform-words.ts';

interface TransformBarProps {
  readonly transforms: readonly ProfileTransform[];
  readonly withIdle: boolean;
  /** The function that is selected: what "Add" offers first. */
  readonly selected: FunctionPlace | null;
  /** Its module; null: not known. */
  readonly module: string | null;
  /** How much of the weight is still shown, in words. */
  readonly keeps: ReactNode;
  readonly onChange: (label: string, transforms: readonly ProfileTransform[]) => void;
  readonly onWithIdle: (withIdle: boolean) => void;
  /** Asks for functions by a pattern or a module. */
  readonly onAddByPattern: () => void;
}

const kinds: readonly { readonly kind: MatchedKind; readonly label: string; readonly key?: string }[] = [
  { kind: 'focus', label: 'Focus on', key: 'F' },
  { kind: 'hide', label: 'Hide', key: 'H' },
  { kind: 'drop', label: 'Drop samples with' },
  { kind: 'collapse', label: 'Collapse' },
];

/** The changes of the tree, one chip each, in the order in which they are made. */
export function TransformBar(props: TransformBarProps): ReactNode {
  const { transforms, withIdle, onChange, onWithIdle } = props;

  function remove(place: number): void {
    const gone = transforms[place]!;
    onChange(
      undoLabel('removing', gone),
      transforms.filter((_, at) => at !== place),
    );
  }

  return (
    <div className="profile__transforms" role="group" aria-label="Transforms">
      <span className="text-3">Transforms</span>
      {!withIdle && (
        <TransformChip
          verb="Leave out"
          subject="idle"
          hint="Samples in which the processor had nothing to do are left out."
          onRemove={() => onWithIdle(true)}
        />
      )}
      {transforms.map((transform, place) => (
        <TransformChip
          key={`${place} ${transformVerb(transform)} ${transformSubject(transform)}`}
          verb={transformVerb(transform)}
          subject={transformSubject(transform)}
          hint={transformSentence(transform)}
          onRemove={() => remove(place)}
        />
      ))}
      <Menu
        trigger={
          <button type="button" className="profile__add">
            <Plus />
            Add
          </button>
        }
        entries={addEntries(props)}
      />
      <span className="text-3 profile__keeps" role="status">
        {props.keeps}
      </span>
    </div>
  );
}

function addEntries(props: TransformBarProps): readonly MenuEntry[] {
  const { transforms, withIdle, selected, module, onChange } = props;
  const add = (transform: ProfileTransform): void =>
    onChange(undoLabel('adding', transform), [...transforms, transform]);
  const name = selected === null ? null : shortened(selected.name);
  return [
    ...(selected === null || name === null
      ? []
      : kinds.map(({ kind, label, key }): MenuEntry => ({
          kind: 'action',
          id: kind,
          label: `${label} ${name}`,
          ...(key === undefined ? {} : { shortcut: key }),
          onSelect: () => add(transformOf(kind, selected)),
        }))),
    ...(module === null
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'library',
            label: `Collapse library ${shortened(module)}`,
            onSelect: () => add(transformOf('collapse-library', { by: 'module', module })),
          },
        ]),
    ...(selected === null ? [] : [{ kind: 'separator' as const, id: 'first' }]),
    { kind: 'action', id: 'pattern', label: 'By pattern or module…', onSelect: props.onAddByPattern },
    {
      kind: 'action',
      id: 'direct',
      label: 'Collapse direct recursion',
      shortcut: 'C',
      onSelect: () => add({ kind: 'collapse-recursion', recursion: 'direct' }),
    },
    {
      kind: 'action',
      id: 'full',
      label: 'Collapse all recursion',
      onSelect: () => add({ kind: 'collapse-recursion', recursion: 'full' }),
    },
    { kind: 'separator', id: 'second' },
    {
      kind: 'choice',
      id: 'idle',
      label: 'Leave out idle',
      chosen: !withIdle,
      onSelect: () => props.onWithIdle(!withIdle),
    },
    ...(transforms.length === 0
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'none',
            label: 'Remove all transforms',
            onSelect: () => onChange('removing all transforms', []),
          },
        ]),
  ];
}

function shortened(name: string): string {
  return name.length > 48 ? `${name.slice(0, 47)}…` : name;
}

interface TransformChipProps {
  readonly verb: string;
  readonly subject: string;
  readonly hint: string;
  readonly onRemove: () => void;
}

function TransformChip({ verb, subject, hint, onRemove }: TransformChipProps): ReactNode {
  return (
    <span className="profile__chip">
      <Tooltip text={hint}>
        <span className="profile__chip-text">
          <span className="text-3">{verb}</span> <span className="mono">{subject}</span>
        </span>
      </Tooltip>
      <IconButton label={`Remove: ${verb} ${subject}`} onClick={onRemove}>
        <X />
      </IconButton>
    </span>
  );
}
