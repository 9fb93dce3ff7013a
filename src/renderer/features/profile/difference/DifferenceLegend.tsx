import type { ReactNode } from 'react';
import type { DifferenceWidth } from '#shared/model/profile-difference.ts';
import type { FramePalette } from '../../../charts/flame/frame-colours.ts';
import { widthWords } from './difference-words.ts';
import type { DifferenceKind } from './use-difference-content.ts';

interface DifferenceLegendProps {
  readonly palette: FramePalette;
  /** What weighs more or less: `CPU per request`. */
  readonly what: string;
  readonly width: DifferenceWidth;
  readonly onLit: (kind: DifferenceKind | null) => void;
}

/** Colours in words (method P3). */
export function DifferenceLegend({ palette, what, width, onLit }: DifferenceLegendProps): ReactNode {
  const entries: readonly { readonly kind: DifferenceKind; readonly text: string; readonly fill: string }[] =
    [
      { kind: 'more', text: `more ${what} in B`, fill: palette.sideB },
      { kind: 'less', text: 'less in B', fill: palette.sideA },
      { kind: 'unknown', text: 'no change, or cannot tell', fill: palette.framePlain },
      { kind: 'only-baseline', text: 'only in A', fill: palette.framePlain },
      { kind: 'only-candidate', text: 'only in B', fill: palette.framePlain },
    ];
  return (
    <div className="profile__legend">
      <span className="text-3">Colour</span>
      <ul onPointerLeave={() => onLit(null)}>
        {entries.map(({ kind, text, fill }) => (
          <li key={kind} title={text} onPointerEnter={() => onLit(kind)}>
            <i className={`difference__key is-${kind}`} style={{ backgroundColor: fill }} />
            <span className="ellipsis">{text}</span>
          </li>
        ))}
      </ul>
      <span className="profile__legend-width text-3">width: {widthWords[width]}</span>
    </div>
  );
}
