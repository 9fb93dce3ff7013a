import type { ApdexSettings } from '#shared/model/apdex.ts';

/** Thresholds while they are typed. */
export interface ThresholdDraft {
  readonly label: string;
  /** As it stands in the field, ms. */
  readonly typed: string;
}

export interface ApdexDraft {
  readonly typed: string;
  readonly mode: ApdexSettings['mode'];
  readonly thresholds: readonly ThresholdDraft[];
}

const MAX_T_MS = 3_600_000;
export const T_PROBLEM = 'A time above 0 ms, and at most an hour';

/** T in ms; null where what is typed is none. */
export function readT(typed: string): number | null {
  const text = typed.trim().replace(',', '.');
  const tMs = text === '' ? Number.NaN : Number(text);
  return tMs > 0 && tMs <= MAX_T_MS ? tMs : null;
}

/** @param labels transactions that are to have a threshold of their own; those that have none start with the default */
export function draftOf({ tMs, mode, thresholds }: ApdexSettings, labels: readonly string[]): ApdexDraft {
  const own = thresholds.map((threshold) => ({ label: threshold.label, typed: String(threshold.tMs) }));
  const known = new Set(own.map(({ label }) => label));
  const added = [...new Set(labels)].filter((label) => !known.has(label));
  return {
    typed: String(tMs),
    mode,
    thresholds: [...added.map((label) => ({ label, typed: String(tMs) })), ...own],
  };
}

/** Null while something that is typed is no threshold. */
export function settingsOf({ typed, mode, thresholds }: ApdexDraft): ApdexSettings | null {
  const tMs = readT(typed);
  const own = thresholds.flatMap(({ label, typed: text }) => {
    const value = readT(text);
    return value === null ? [] : [{ label, tMs: value }];
  });
  return tMs === null || own.length < thresholds.length ? null : { tMs, mode, thresholds: own };
}

/** Up to `limit` labels that have what was typed in them and no threshold yet. */
export function matchingLabels(
  labels: readonly string[],
  typed: string,
  taken: readonly ThresholdDraft[],
  limit: number,
): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  const own = new Set(taken.map(({ label }) => label));
  const out: string[] = [];
  for (const label of labels) {
    if (out.length === limit) break;
    if (!own.has(label) && label.toLowerCase().includes(wanted)) out.push(label);
  }
  return out;
}
