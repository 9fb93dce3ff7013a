import type { OwnFinding } from '#shared/model/report.ts';
import type { FindingDraft } from '../../charts/chart-panel/picture-taker.tsx';

/** The contract's limits: a line, and a paragraph. */
const MAX_LINE = 300;
const MAX_PARAGRAPH = 10_000;
const MAX_UNKNOWNS = 50;

/**
 * A finding of a person's own, from what was on screen.
 * @param key distinguishes it from the others of the report: letters, digits, `_` and `-`
 */
export function ownFindingOf(draft: FindingDraft, key: string): OwnFinding {
  return {
    id: `own:${key}`,
    title: draft.title.trim().slice(0, MAX_LINE),
    statement: draft.statement.trim().slice(0, MAX_PARAGRAPH),
    severity: draft.severity,
    confidence: 'medium',
    confidenceReason: '',
    transactions: [],
    evidence: [],
    unknowns: draft.unknowns.slice(0, MAX_UNKNOWNS).map((text) => text.trim().slice(0, MAX_PARAGRAPH)),
    options: [],
  };
}
