/** Values within SQL, where a statement is put together and cannot take parameters. */

export function textLiteral(text: string): string {
  return text
    .split('\0')
    .map((part) => `'${part.replaceAll("'", "''")}'`)
    .join(' || chr(0) || ');
}

/** Whole numbers as they are; others as DOUBLE: DuckDB reads `0.1` as a decimal, which may become another double. */
export function numberLiteral(value: number): string {
  const text = String(value);
  return Number.isInteger(value) || text.includes('e') ? text : `${text}e0`;
}
