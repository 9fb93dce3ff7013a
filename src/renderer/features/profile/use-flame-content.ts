import { useMemo } from 'react';
import type { ProfileFunctions } from '#shared/model/profile.ts';
import type { FlameContent } from '../../charts/flame/draw-flame.ts';
import type { FlameGeometry } from '../../charts/flame/flame-geometry.ts';
import { moduleFills, searchFills, type FramePalette } from '../../charts/flame/frame-colours.ts';
import { groupColours, type FrameGroups } from '../../charts/flame/frame-group.ts';
import type { FunctionMatches } from '../../charts/flame/function-search.ts';
import { functionName } from './function-words.ts';

interface ContentOptions {
  readonly functions: ProfileFunctions;
  readonly geometry: FlameGeometry;
  readonly groups: FrameGroups;
  readonly palette: FramePalette;
  readonly matches: FunctionMatches | null;
  readonly colour: 'module' | 'search';
  /** Of the box of everything. */
  readonly rootName: string;
  readonly figureOf: (node: number) => string;
  /** Boxes that stand for several functions have none. */
  readonly nameOf?: ((node: number) => string) | undefined;
  /** Only boxes of this group are lit; null: all are. */
  readonly litColour: number | null;
}

const ROOT_COLOUR = 9;

/** What boxes of a profile look like: by module, or by whether a search found them. */
export function useFlameContent(options: ContentOptions): FlameContent {
  const { functions, geometry, groups, palette, matches, colour, rootName, figureOf, nameOf, litColour } =
    options;
  const colours = useMemo(() => groupColours(functions, groups), [functions, groups]);
  return useMemo((): FlameContent => {
    const { function: of } = geometry;
    const isHit = (node: number): boolean => node >= 0 && matches?.matched[of[node]!] === 1;
    const bySearch = colour === 'search' && matches !== null;
    return {
      colours: bySearch ? searchFills(palette) : moduleFills(palette),
      colourOf: bySearch
        ? (node) => (isHit(node) ? 1 : 0)
        : (node) => (node < 0 ? ROOT_COLOUR : colours[of[node]!]!),
      nameOf: (node) => (node < 0 ? rootName : (nameOf?.(node) ?? functionName(functions, of[node]!))),
      figureOf,
      isHit: matches === null ? undefined : isHit,
      isLit: litColour === null ? undefined : (node) => node < 0 || colours[of[node]!] === litColour,
    };
  }, [functions, geometry, colours, palette, matches, colour, rootName, figureOf, nameOf, litColour]);
}
