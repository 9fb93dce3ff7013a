import type { TimeSpan } from '#shared/model/filter.ts';
import { panBy, zoomAround } from './zoom.ts';

export interface ZoomKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export type ZoomCommand =
  { readonly kind: 'window'; readonly window: TimeSpan | null } | { readonly kind: 'back' | 'forward' };

const STEP = 1.5;
const PAN_SHARE = 0.1;

/**
 * `+` and `−` zoom around the crosshair or the middle, 0 shows the whole run, Ctrl (⌘) with an arrow moves by a tenth, and
 * `[` and `]` go through the parts that were shown before. Plain arrows belong to the selection.
 * @returns null when the key means nothing here
 */
export function zoomCommand(
  window: TimeSpan | null,
  durationMs: number,
  crosshairMs: number | null,
  { key, ctrlKey, metaKey, altKey }: ZoomKey,
): ZoomCommand | null {
  if (altKey) return null;
  const now = window ?? { fromMs: 0, toMs: durationMs };
  const inside = crosshairMs !== null && crosshairMs >= now.fromMs && crosshairMs <= now.toMs;
  const around = inside ? crosshairMs : (now.fromMs + now.toMs) / 2;
  const show = (next: TimeSpan | null): ZoomCommand => ({ kind: 'window', window: next });
  if (ctrlKey || metaKey) {
    const byMs = (now.toMs - now.fromMs) * PAN_SHARE;
    if (key === 'ArrowLeft') return show(panBy(window, durationMs, -byMs));
    if (key === 'ArrowRight') return show(panBy(window, durationMs, byMs));
    return null;
  }
  switch (key) {
    case '+':
    case '=':
      return show(zoomAround(window, durationMs, around, 1 / STEP));
    case '-':
    case '−':
      return show(zoomAround(window, durationMs, around, STEP));
    case '0':
      return show(null);
    case '[':
      return { kind: 'back' };
    case ']':
      return { kind: 'forward' };
    default:
      return null;
  }
}
