import { replaceIdentifiers } from '../labels/builtin-rule.ts';

/** Whether the labels of both sides were cleaned alike ("different label normalisation" of method A1). */

/** A label of one side that stands for labels with ids on the other. */
export interface DifferentlyCleaned {
  readonly cleaned: string;
  /** Of the other side. */
  readonly raw: readonly string[];
  readonly rawSide: 'baseline' | 'candidate';
}

const ID = '{id}';

/** What tools and frameworks write in the place of an id: `{userId}`, `{{id}}`, `${id}`, `:id`, `<id>`, `[id]`, `*`, `%d`. */
const PLACEHOLDER =
  /(?<=[/=])(?:\$?\{\{?[^{}/?&]*\}?\}|:[a-z_]\w*|<[^<>/?&]+>|\[[^[\]/?&]+\]|\*{1,2}|%[sd])(?=[/?&;#.\s]|$)/giu;

/** The label with one word for ids and for what stands for ids. */
export function withPlainIds(label: string): string {
  return replaceIdentifiers(label.replace(PLACEHOLDER, ID));
}

function hasIds(label: string): boolean {
  const plain = label.replace(PLACEHOLDER, ID);
  return replaceIdentifiers(plain) !== plain;
}

/**
 * Labels without ids of one side, to which labels with ids of the other belong: one of them where the label has a
 * placeholder, several where it has none (they may differ in a query that the other side leaves out).
 * @param likeness key that is equal for labels of one address, whatever their ids
 * @param settled labels of a side that are no matter: they have an equal on the other side, or a person paired them
 */
export function differentlyCleaned(
  baseline: Iterable<string>,
  candidate: Iterable<string>,
  likeness: (label: string) => string,
  settled: { readonly baseline: ReadonlySet<string>; readonly candidate: ReadonlySet<string> },
): DifferentlyCleaned[] {
  const [left, right] = [[...baseline], [...candidate]];
  return [
    ...collapsing(left, right, likeness, settled.baseline).map((found): DifferentlyCleaned => ({
      ...found,
      rawSide: 'baseline',
    })),
    ...collapsing(right, left, likeness, settled.candidate).map((found): DifferentlyCleaned => ({
      ...found,
      rawSide: 'candidate',
    })),
  ];
}

function collapsing(
  labels: readonly string[],
  others: readonly string[],
  likeness: (label: string) => string,
  settled: ReadonlySet<string>,
): Omit<DifferentlyCleaned, 'rawSide'>[] {
  const raw = new Map<string, string[]>();
  for (const label of labels) {
    if (settled.has(label) || !hasIds(label)) continue;
    const key = likeness(label);
    const known = raw.get(key);
    if (known === undefined) raw.set(key, [label]);
    else known.push(label);
  }
  return others.flatMap((cleaned) => {
    if (raw.size === 0 || hasIds(cleaned)) return [];
    const found = raw.get(likeness(cleaned)) ?? [];
    const enough = withPlainIds(cleaned).includes(ID) ? 1 : 2;
    return found.length >= enough ? [{ cleaned, raw: found }] : [];
  });
}
