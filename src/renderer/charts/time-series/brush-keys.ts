import type { TimeSpan } from '#shared/model/filter.ts';
import { lastEdge, shiftSpan, spanOf, type BrushScale } from './brush.ts';

export interface BrushKey {
  readonly key: string;
  readonly shiftKey: boolean;
}

export type BrushCommand = { readonly kind: 'set'; readonly span: TimeSpan } | { readonly kind: 'clear' };

/**
 * Arrows move by a bucket, with Shift the right edge alone; Home and End go to the ends of the run; Esc clears.
 * Without a selection an arrow makes one of a tenth of the run, at the end that the arrow comes from.
 * @returns null when the key means nothing here
 */
export function brushCommand(
  scale: BrushScale,
  span: TimeSpan | null,
  bucketMs: number,
  { key, shiftKey }: BrushKey,
): BrushCommand | null {
  if (key === 'Escape') return span === null ? null : { kind: 'clear' };
  const end = lastEdge(scale);
  const stride = Math.max(scale.stepMs, Math.round(bucketMs / scale.stepMs) * scale.stepMs);
  const set = (next: TimeSpan): BrushCommand => ({ kind: 'set', span: next });
  if (span === null) {
    const tenth = Math.max(stride, end / 10);
    if (key === 'ArrowRight' || key === 'Home') return set(spanOf(scale, 0, tenth));
    if (key === 'ArrowLeft' || key === 'End') return set(spanOf(scale, end - tenth, end));
    return null;
  }
  switch (key) {
    case 'ArrowLeft':
      return set(shiftKey ? resized(scale, span, -stride) : shiftSpan(scale, span, -stride));
    case 'ArrowRight':
      return set(shiftKey ? resized(scale, span, stride) : shiftSpan(scale, span, stride));
    case 'Home':
      return set(shiftKey ? spanOf(scale, 0, span.toMs) : shiftSpan(scale, span, -end));
    case 'End':
      return set(shiftKey ? spanOf(scale, span.fromMs, end) : shiftSpan(scale, span, end));
    default:
      return null;
  }
}

function resized(scale: BrushScale, span: TimeSpan, byMs: number): TimeSpan {
  return spanOf(scale, span.fromMs, Math.max(span.toMs + byMs, span.fromMs + scale.stepMs));
}
