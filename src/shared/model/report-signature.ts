import type { FindingFigure } from './finding.ts';
import type { FigureChange } from './report-findings.ts';
import type { SignedFigure } from './report.ts';

/** A signature holds for the figures that were shown when it was given. */

interface EvidenceWithFigures {
  readonly id: string;
  readonly label: string;
  readonly figures: readonly FindingFigure[];
}

/** Figures are computed anew each time: sums in another order may differ in the last bits. */
const SAME = 1e-9;

/** What a signature keeps of a finding. */
export function figuresOf(evidence: readonly EvidenceWithFigures[]): SignedFigure[] {
  return evidence.flatMap(({ id, figures }) =>
    figures.map(({ name, unit, baseline, value }) => ({ evidenceId: id, name, unit, baseline, value })),
  );
}

/** Figures that are other than when they were signed, that are new, or that are gone; in the order of the evidence. */
export function changedFigures(
  signed: readonly SignedFigure[],
  evidence: readonly EvidenceWithFigures[],
): FigureChange[] {
  const before = new Map(signed.map((figure) => [keyOf(figure), figure]));
  const changes: FigureChange[] = [];
  for (const { id, label, figures } of evidence) {
    for (const figure of figures) {
      const key = keyOf({ evidenceId: id, name: figure.name });
      const was = before.get(key);
      before.delete(key);
      if (was !== undefined && same(was.baseline, figure.baseline) && same(was.value, figure.value)) continue;
      const { name, unit, baseline, value } = figure;
      changes.push({
        evidence: label,
        name,
        unit,
        was: was === undefined ? null : { baseline: was.baseline, value: was.value },
        now: { baseline, value },
      });
    }
  }
  for (const { evidenceId, name, unit, baseline, value } of before.values())
    changes.push({ evidence: evidenceId, name, unit, was: { baseline, value }, now: null });
  return changes;
}

function keyOf({ evidenceId, name }: Pick<SignedFigure, 'evidenceId' | 'name'>): string {
  return JSON.stringify([evidenceId, name]);
}

function same(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE / SAME);
}
