/** What a tooltip says about one place of a chart. */
export interface TooltipContent {
  readonly title: string;
  readonly note: string | null;
  readonly rows: readonly { readonly name: string; readonly value: string }[];
}

/** What a tooltip says, as one copies it: a line for the head, then name and value of each row with a tab between. */
export function tooltipText({ title, note, rows }: TooltipContent): string {
  const head = note === null ? title : `${title}\t${note}`;
  return [head, ...rows.map(({ name, value }) => `${name}\t${value}`)].join('\n');
}
