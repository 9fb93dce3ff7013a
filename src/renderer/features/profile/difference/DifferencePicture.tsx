import { useState, type ReactNode, type Ref } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import { NO_NODE } from '../../../charts/flame/flame-geometry.ts';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import type { DifferenceBox } from './difference-boxes.ts';
import { DifferenceLegend } from './DifferenceLegend.tsx';
import { DifferencePane, type DifferencePaneProps } from './DifferencePane.tsx';
import { DifferenceSandwich, type SandwichHandle } from './DifferenceSandwich.tsx';
import type { DifferenceKind } from './use-difference-content.ts';

interface DifferencePictureProps extends Omit<
  DifferencePaneProps,
  'lit' | 'upright' | 'selected' | 'onSelect'
> {
  readonly draft: DifferenceDraft;
  readonly onChange: (change: Partial<DifferenceDraft>) => void;
  readonly question: EngineParams<'profiles.difference'>;
  /** What weighs: `CPU per request`. */
  readonly what: string;
  /** Row of the function that stands in the middle of the sandwich. */
  readonly middle: number;
  readonly chosen: DifferenceBox | null;
  readonly onChoose: (box: DifferenceBox | null) => void;
  /** Of the sandwich, while it is shown. */
  readonly halves: Ref<SandwichHandle>;
}

/** The boxes of a view, and what their colours mean. */
export function DifferencePicture(props: DifferencePictureProps): ReactNode {
  const { draft, onChange, question, what, middle, chosen, onChoose, halves, ...pane } = props;
  const { difference, geometry, palette } = pane;
  const [lit, setLit] = useState<DifferenceKind | null>(null);
  return (
    <div className="profile__picture">
      <div className="profile__canvas" data-pane="flame">
        {draft.view === 'sandwich' ? (
          <DifferenceSandwich
            ref={halves}
            question={question}
            difference={difference}
            row={middle}
            draft={draft}
            onOccurrence={(occurrence) => onChange({ occurrence })}
            format={pane.format}
            palette={palette}
            matches={pane.matches}
            lit={lit}
            chosen={chosen}
            onChoose={onChoose}
            actions={pane.actions}
            chart={pane.chart}
          />
        ) : (
          <DifferencePane
            {...pane}
            upright={draft.upright}
            lit={lit}
            selected={chosen?.of === difference ? chosen.node : NO_NODE}
            onSelect={(node) => onChoose(node === NO_NODE ? null : { of: difference, geometry, node })}
          />
        )}
      </div>
      <DifferenceLegend palette={palette} what={what} width={draft.width} onLit={setLit} />
    </div>
  );
}
