const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  k: 1e3,
  m: 1e6,
  g: 1e9,
};

/** Reads `10 kB`, `1.5MB`, `2048`. @returns bytes; undefined of an empty text; null where it is none of these */
export function parseBytes(text: string): number | undefined | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return undefined;
  const match = /^(\d+(?:[.,]\d+)?)\s*([kmg]?b?)$/u.exec(trimmed);
  const factor = factors[match?.[2] ?? ''];
  const value = match?.[1];
  if (value === undefined || factor === undefined) return null;
  return Math.round(Number(value.replace(',', '.')) * factor);
}

/** A number of steps. @returns undefined of an empty text; null where it is none */
export function parseSteps(text: string): number | undefined | null {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^\d{1,9}$/u.test(trimmed) ? Number(trimmed) : null;
}

/** A size as it can be typed in again. */
export function bytesText(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  if (bytes >= 1e6 && bytes % 1e5 === 0) return `${bytes / 1e6} MB`;
  if (bytes >= 1e3 && bytes % 100 === 0) return `${bytes / 1e3} kB`;
  return String(bytes);
}
