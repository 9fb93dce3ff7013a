/** A filter as typed: plain text is found anywhere in a name, `/…/` is a regular expression; case never matters. */
export type RowFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'match'; readonly test: (name: string) => boolean }
  | { readonly kind: 'wrong'; readonly problem: string };

export function parseRowFilter(typed: string): RowFilter {
  const text = typed.trim();
  if (text === '' || text === '/') return { kind: 'all' };
  const pattern = /^\/(.+?)\/?i?$/s.exec(text)?.[1];
  if (pattern === undefined) {
    const wanted = text.toLowerCase();
    return { kind: 'match', test: (name) => name.toLowerCase().includes(wanted) };
  }
  try {
    const expression = new RegExp(pattern, 'iu');
    return { kind: 'match', test: (name) => expression.test(name) };
  } catch (error) {
    // While it is being typed an expression is wrong most of the time: said beside the field, and all rows stay.
    return { kind: 'wrong', problem: error instanceof Error ? error.message : 'Not a regular expression' };
  }
}

/** Indexes of the names that match; null: all of them. */
export function matchingRows(filter: RowFilter, names: readonly string[]): Uint32Array | null {
  if (filter.kind !== 'match') return null;
  return Uint32Array.from(names.flatMap((name, row) => (filter.test(name) ? [row] : [])));
}
