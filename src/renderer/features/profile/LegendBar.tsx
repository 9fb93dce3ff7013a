import type { ReactNode } from 'react';
import { groupLegend, type FrameGroups } from '../../charts/flame/frame-group.ts';
import { moduleFills, type FramePalette } from '../../charts/flame/frame-colours.ts';
import { Segmented } from '../../ui/Segmented.tsx';

interface LegendBarProps {
  readonly groups: FrameGroups;
  readonly palette: FramePalette;
  readonly colour: 'module' | 'search';
  readonly onColour: (colour: 'module' | 'search') => void;
  /** Told the colour under the pointer: everything else is dimmed meanwhile. */
  readonly onLit: (colour: number | null) => void;
  /** What boxes are as wide as. */
  readonly width: string;
}

/** What colours and widths mean. */
export function LegendBar({ groups, palette, colour, onColour, onLit, width }: LegendBarProps): ReactNode {
  const { fills } = moduleFills(palette);
  return (
    <div className="profile__legend">
      <span className="text-3">Colour</span>
      <Segmented
        label="Colour by"
        value={colour}
        options={[
          { value: 'module', label: 'Module' },
          { value: 'search', label: 'Search' },
        ]}
        onChange={onColour}
      />
      {colour === 'module' ? (
        <ul onPointerLeave={() => onLit(null)}>
          {groupLegend(groups).map((entry) => (
            <li key={entry.name} title={entry.name} onPointerEnter={() => onLit(entry.colour)}>
              <i style={{ background: fills[entry.colour] }} />
              <span className="ellipsis">{entry.name}</span>
            </li>
          ))}
        </ul>
      ) : (
        <ul>
          <li>
            <i style={{ background: palette.frameHit }} />
            found, underlined
          </li>
          <li>
            <i style={{ background: palette.framePlain }} />
            not found
          </li>
        </ul>
      )}
      <span className="profile__legend-width text-3">width: {width}</span>
    </div>
  );
}
