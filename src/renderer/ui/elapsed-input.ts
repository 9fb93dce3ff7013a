/**
 * Reads a time since the start of a run as people write it: `16:52`, `1:16:52.5`, `90` or `90 s`, `4m10s`, `250ms`.
 * @returns milliseconds, or null when it is none of these
 */
export function parseElapsed(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  return parseClock(trimmed) ?? parseUnits(trimmed);
}

function parseClock(text: string): number | null {
  const match = /^(?:(\d+):)?(\d+):(\d{1,2}(?:[.,]\d+)?)$/.exec(text);
  if (match === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return toMs(Number(hours) * 3600 + Number(minutes) * 60 + decimal(seconds));
}

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

function parseUnits(text: string): number | null {
  const pattern = /(\d+(?:[.,]\d+)?)\s*(ms|h|m|s)?\s*/gy;
  let seconds = 0;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [part, value = '0', unit = 's'] = match;
    seconds += decimal(value) * (unitSeconds[unit] ?? 1);
    end += part.length;
  }
  return end === 0 || end !== text.length ? null : toMs(seconds);
}

function decimal(text: string): number {
  return Number(text.replace(',', '.'));
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e3;
}
