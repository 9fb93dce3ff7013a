const format = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 });

/** Numbers that are round by choice, such as ticks and widths of buckets: `0.5`, `10`, `2,500`, never `10.0`. */
export function formatRound(value: number): string {
  return format.format(value);
}
