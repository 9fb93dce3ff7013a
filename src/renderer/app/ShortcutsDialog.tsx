import './shortcuts-dialog.css';
import type { ReactNode } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import type { Command } from './command.ts';

interface ShortcutsDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly commands: readonly Command[];
}

/** Keys that belong to a part of the window rather than to a command. */
const inPlace: readonly { readonly part: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    part: 'Tables',
    keys: [
      ['Up', 'Row above, up to the header'],
      ['Home', 'First row'],
      ['End', 'Last row'],
      ['Enter', 'Sort on the header, choose on a row'],
      ['Space', 'Add the row to the selection'],
      ['Shift+Down', 'Mark more rows'],
      ['Mod+C', 'Copy the marked rows with exact values'],
    ],
  },
  {
    part: 'Phases above the timeline',
    keys: [
      ['Right', 'Next phase; on a border, a second later'],
      ['Shift+Right', 'On a border, ten seconds later'],
      ['Enter', 'Select the time of the phase'],
    ],
  },
  {
    part: 'Views of the explorer',
    keys: [
      ['Shift', 'While dragging over time: add a second span'],
      ['M', 'Maximise the view, Esc shows all again'],
      ['Alt+Shift+Right', 'Move the view'],
      ['=', 'Zoom in; - zooms out, 0 shows the whole run'],
      ['Mod+Right', 'Move the zoomed part'],
      ['[', 'Zoom back; ] forward'],
      ['Enter', 'On the heat map: begin a box at the cursor, and end it'],
      ['P', 'On a view over time: pin the tooltip, as Alt and a click do; C copies it, Esc lets it go'],
    ],
  },
  {
    part: 'Flame graph',
    keys: [
      ['Down', 'Callee; Up goes to the caller, Left and Right along the row'],
      ['Enter', 'Zoom into the box'],
      ['Backspace', 'Zoom out'],
      ['+', 'Zoom in; - zooms out, 0 shows everything'],
      ['N', 'Next match; with Shift the one before'],
      ['F', 'Focus on the function'],
      ['H', 'Hide the function'],
      ['C', 'Collapse recursion'],
      ['I', 'Invert: callers of each function'],
    ],
  },
  {
    part: 'Tree',
    keys: [
      ['Right', 'Unfold'],
      ['Left', 'Fold'],
      ['Space', 'Choose the run, to merge it with others'],
      ['F2', 'Rename the run'],
      ['Del', 'Remove the run'],
    ],
  },
];

export function ShortcutsDialog({ open, onClose, commands }: ShortcutsDialogProps): ReactNode {
  const sections = [...new Set(commands.map((command) => command.section))];
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts" size="medium">
      <div className="shortcuts-dialog">
        {sections.map((section) => (
          <section key={section}>
            <h3>{section}</h3>
            <dl>
              {commands
                .filter((command) => command.section === section && command.shortcut !== undefined)
                .map((command) => (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      <Kbd keys={command.shortcut ?? ''} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        {inPlace.map(({ part, keys }) => (
          <section key={part}>
            <h3>{part}</h3>
            <dl>
              {keys.map(([shortcut, what]) => (
                <div key={shortcut}>
                  <dt>{what}</dt>
                  <dd>
                    <Kbd keys={shortcut} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
