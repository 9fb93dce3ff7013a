import type { SiblingOrder } from '#shared/model/profile.ts';
import { NO_TEXT, type FrameTable } from '../model/profile.ts';

/**
 * Place of every function in the order of names (then file, line, column): the same in every part of a profile, so that
 * boxes do not jump.
 */
export function nameRanks({ count, texts, name, file, line, column }: FrameTable): Int32Array {
  const order = Int32Array.from({ length: count }, (_, frame) => frame);
  const textRank = ranksOfTexts(count, texts.count, (id) => texts.at(id), [name, file]);
  const rankOf = (text: number): number => (text === NO_TEXT ? -1 : textRank[text]!);
  order.sort(
    (a, b) =>
      rankOf(name[a]!) - rankOf(name[b]!) ||
      rankOf(file[a]!) - rankOf(file[b]!) ||
      line[a]! - line[b]! ||
      column[a]! - column[b]! ||
      a - b,
  );
  const ranks = new Int32Array(count);
  for (let rank = 0; rank < count; rank++) ranks[order[rank]!] = rank;
  return ranks;
}

/** Places of the texts that are used, in the order of their code units. */
function ranksOfTexts(
  count: number,
  textCount: number,
  textAt: (id: number) => string,
  columns: readonly Int32Array[],
): Int32Array {
  const used = new Set<number>();
  for (const column of columns)
    for (let frame = 0; frame < count; frame++) if (column[frame] !== NO_TEXT) used.add(column[frame]!);
  const texts = [...used].map((id) => ({ id, text: textAt(id) }));
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const ranks = new Int32Array(textCount);
  let rank = 0;
  for (const [place, { id, text }] of texts.entries()) {
    if (place > 0 && texts[place - 1]!.text !== text) rank++;
    ranks[id] = rank;
  }
  return ranks;
}

/** Sorts siblings in place. */
export function sortSiblings(
  order: SiblingOrder,
  siblings: Int32Array,
  functionOf: Int32Array,
  total: Float64Array,
  ranks: Int32Array,
): void {
  if (siblings.length < 2) return;
  const byName = (a: number, b: number): number => ranks[functionOf[a]!]! - ranks[functionOf[b]!]! || a - b;
  siblings.sort(order === 'name' ? byName : (a, b) => total[b]! - total[a]! || byName(a, b));
}
