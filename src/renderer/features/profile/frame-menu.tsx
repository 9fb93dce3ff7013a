import { Copy, EyeOff, Focus, Rows3, ZoomIn } from 'lucide-react';
import { textAt } from '#shared/contract/columns.ts';
import type { FunctionMatch, ProfileFunctions } from '#shared/model/profile.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { functionName, functionPosition, placeOf, stackText } from './function-words.ts';
import type { MatchedKind } from './transform-words.ts';

/** What can be done with a function, wherever it is shown. */
export interface FrameActions {
  readonly transform: (kind: MatchedKind, match: FunctionMatch) => void;
  readonly collapseRecursion: () => void;
  /** Shows its callers and callees; absent where there is no sandwich. */
  readonly sandwich: ((functions: ProfileFunctions, row: number) => void) | null;
  /** Puts a text into the clipboard, and says so. */
  readonly copy: (text: string, what: string) => void;
}

/** A box: its function, and what is above it. */
export interface MenuFrame {
  readonly functions: ProfileFunctions;
  readonly row: number;
  /** Rows of the stack, the outermost first; null: no single stack is meant. */
  readonly stack: readonly number[] | null;
  readonly onZoom: (() => void) | null;
}

/** What the right mouse button offers on a function. */
export function frameMenu(frame: MenuFrame | null, actions: FrameActions): readonly MenuEntry[] {
  if (frame === null) return [];
  const { functions, row, stack, onZoom } = frame;
  const place = placeOf(functions, row);
  const module = textAt(functions.module, row);
  const position = functionPosition(functions, row);
  const { sandwich } = actions;
  return [
    { kind: 'heading', id: 'name', label: shortened(functionName(functions, row)) },
    ...(onZoom === null
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'zoom',
            label: 'Zoom in',
            icon: <ZoomIn />,
            shortcut: 'Enter',
            onSelect: onZoom,
          },
        ]),
    ...(sandwich === null
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'sandwich',
            label: 'Callers and callees',
            icon: <Rows3 />,
            onSelect: () => sandwich(functions, row),
          },
        ]),
    { kind: 'separator', id: 'transforms' },
    {
      kind: 'action',
      id: 'focus',
      label: 'Focus on it',
      icon: <Focus />,
      shortcut: 'F',
      onSelect: () => actions.transform('focus', place),
    },
    {
      kind: 'action',
      id: 'hide',
      label: 'Hide it',
      icon: <EyeOff />,
      shortcut: 'H',
      onSelect: () => actions.transform('hide', place),
    },
    {
      kind: 'action',
      id: 'drop',
      label: 'Drop samples with it',
      onSelect: () => actions.transform('drop', place),
    },
    {
      kind: 'action',
      id: 'collapse',
      label: 'Collapse what it calls',
      onSelect: () => actions.transform('collapse', place),
    },
    ...(module === null
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'library',
            label: `Collapse library ${shortened(module)}`,
            onSelect: () => actions.transform('collapse-library', { by: 'module', module }),
          },
        ]),
    {
      kind: 'action',
      id: 'recursion',
      label: 'Collapse direct recursion',
      shortcut: 'C',
      onSelect: actions.collapseRecursion,
    },
    { kind: 'separator', id: 'copies' },
    {
      kind: 'action',
      id: 'copy-name',
      label: 'Copy the name',
      icon: <Copy />,
      onSelect: () => actions.copy(functionName(functions, row), 'Name'),
    },
    ...(stack === null
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'copy-stack',
            label: 'Copy the stack',
            icon: <Copy />,
            onSelect: () => actions.copy(stackText(functions, stack), 'Stack'),
          },
        ]),
    ...(position === ''
      ? []
      : [
          {
            kind: 'action' as const,
            id: 'copy-place',
            label: 'Copy the position',
            icon: <Copy />,
            onSelect: () => actions.copy(position, 'Position'),
          },
        ]),
  ];
}

function shortened(name: string): string {
  return name.length > 56 ? `${name.slice(0, 55)}…` : name;
}
