import { fuzzyMatch } from './fuzzy.ts';

/** Something that the palette can find. */
export interface PaletteItem {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** Said at the right in grey: what it belongs to. */
  readonly note?: string;
  readonly shortcut?: string;
  readonly run: () => void;
}

export interface PaletteHit {
  readonly item: PaletteItem;
  readonly positions: readonly number[];
}

/** Per group, so that ten thousand transactions do not bury the commands. */
const MAX_PER_GROUP = 12;

/** Scores closer than this are equally good: the order of the groups decides, not the length of a name. */
const SCORE_STEP = 10;

/** Best hits, grouped; the group with the best hit comes first. Without a query: the groups as given. */
export function findItems(items: readonly PaletteItem[], query: string): readonly PaletteHit[] {
  const groups = new Map<string, { readonly hit: PaletteHit; readonly score: number }[]>();
  for (const item of items) {
    const match = fuzzyMatch(query, item.title);
    if (match === null) continue;
    const hits = groups.get(item.group) ?? [];
    groups.set(item.group, hits);
    hits.push({ hit: { item, positions: match.positions }, score: match.score });
  }
  const ranked = [...groups.values()].map((hits) =>
    hits.sort((a, b) => b.score - a.score).slice(0, MAX_PER_GROUP),
  );
  return ranked
    .sort((a, b) => rankOf(b[0]?.score) - rankOf(a[0]?.score))
    .flatMap((hits) => hits.map(({ hit }) => hit));
}

function rankOf(score = 0): number {
  return Math.round(score / SCORE_STEP);
}
