import { useMemo } from 'react';
import { nodeVerdicts, type NodeVerdict, type ProfileDifference } from '#shared/model/profile-difference.ts';
import type { FlameContent } from '../../../charts/flame/draw-flame.ts';
import { differenceFills, differencePlace, type FramePalette } from '../../../charts/flame/frame-colours.ts';
import type { FunctionMatches } from '../../../charts/flame/function-search.ts';
import { functionName } from '../function-words.ts';
import type { ChangeFormat } from './difference-words.ts';

/** What the legend tells apart; hovering one of them dims the rest. */
export type DifferenceKind = 'more' | 'less' | 'unknown' | 'only-baseline' | 'only-candidate';

/** What boxes of a difference look like (method P3). */
export function useDifferenceContent(
  difference: ProfileDifference,
  format: ChangeFormat,
  palette: FramePalette,
  matches: FunctionMatches | null,
  lit: DifferenceKind | null,
): FlameContent {
  return useMemo((): FlameContent => {
    const { nodes, functions, overall } = difference;
    const { baseline, candidate } = nodes.total;
    const decided = (node: number): boolean => isDecided(verdictOf(difference, node));
    const isGone = (node: number): boolean => node >= 0 && candidate[node] === 0 && baseline[node]! > 0;
    const isNew = (node: number): boolean => node >= 0 && baseline[node] === 0 && candidate[node]! > 0;
    const rootColour = overall.change / Math.max(overall.baseline, overall.candidate, Number.MIN_VALUE);
    const is: Readonly<Record<DifferenceKind, (node: number) => boolean>> = {
      more: (node) => verdictOf(difference, node) === 'more',
      less: (node) => verdictOf(difference, node) === 'less',
      unknown: (node) => !decided(node),
      'only-baseline': isGone,
      'only-candidate': isNew,
    };
    return {
      colours: differenceFills(palette),
      colourOf: (node) =>
        node < 0
          ? differencePlace(rootColour, 1, isDecided(overall.verdict))
          : differencePlace(nodes.colour[node]!, nodes.strength[node]!, decided(node)),
      nameOf: (node) => (node < 0 ? 'all stacks' : functionName(functions.functions, nodes.function[node]!)),
      // A figure on a box says that it is one: only where the verdict does.
      figureOf: (node) =>
        node < 0
          ? `${format.text(overall.baseline)} → ${format.withUnit(overall.candidate)}`
          : decided(node)
            ? format.briefChange(candidate[node]! - baseline[node]!)
            : '',
      isHatched: isGone,
      isOutlined: isNew,
      isHit:
        matches === null ? undefined : (node) => node >= 0 && matches.matched[nodes.function[node]!] === 1,
      isLit: lit === null ? undefined : is[lit],
    };
  }, [difference, format, palette, matches, lit]);
}

export function verdictOf({ nodes, overall }: ProfileDifference, node: number): NodeVerdict {
  return node < 0 ? overall.verdict : (nodeVerdicts[nodes.verdict[node]!] ?? 'untested');
}

function isDecided(verdict: NodeVerdict): boolean {
  return verdict === 'more' || verdict === 'less';
}
