import type { ComparedRun, ComparedWindow } from '#shared/model/comparison.ts';
import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';

/** What a window is, before and after it was looked for: `steady`, `whole run`, `02:00–31:20`. */
export function windowName(window: ComparedWindow): string {
  if (window === 'steady') return 'steady';
  if (window === 'all') return 'whole run';
  return `${formatElapsed(window.fromMs)}–${formatElapsed(window.toMs)}`;
}

/** `steady 29 m 20 s, 386 /s`; of several runs the sum of their windows. */
export function windowFacts(runs: readonly ComparedRun[]): string {
  const [first] = runs;
  if (first === undefined) return '';
  const lengthMs = runs.reduce((sum, { window }) => sum + window.toMs - window.fromMs, 0);
  const samples = runs.reduce((sum, run) => sum + run.samples, 0);
  const kinds = new Set(runs.map((run) => run.windowIs));
  const kind =
    kinds.size > 1
      ? 'several windows'
      : { steady: 'steady', all: 'whole run', set: 'set by hand' }[first.windowIs];
  const rate = lengthMs > 0 ? `, ${numberFormat.short((samples / lengthMs) * 1000)} /s` : '';
  return `${kind} ${formatSpan(lengthMs)}${rate}`;
}

/** `2213 against 2214`: of names that begin alike only what tells them apart. */
export function comparisonName(baseline: readonly string[], candidate: readonly string[]): string {
  const side = (names: readonly string[]): string =>
    names.length > 1 ? `${names[0] ?? ''} and ${names.length - 1} more` : (names[0] ?? 'nothing');
  return `${side(baseline)} against ${side(candidate)}`;
}
