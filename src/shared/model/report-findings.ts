import type {
  FigureUnit,
  Finding,
  FindingConfidence,
  FindingEvidence,
  FindingOption,
  FindingQuery,
  FindingRule,
  FindingSeverity,
} from './finding.ts';
import type { ItemStatus, OwnFinding, ReportEdits, ReportItem, Signature } from './report.ts';
import { changedFigures } from './report-signature.ts';

/** Findings as a report prints them: what the engine says, with what a person made of it. */

export interface PrintedOption extends FindingOption {
  readonly chosen: boolean;
}

export interface PrintedEvidence extends Omit<FindingEvidence, 'query'> {
  /** Null: typed by a person. */
  readonly query: FindingQuery | null;
}

/** A figure that is not any more what was signed. Null: it was not there, or is not. */
export interface FigureChange {
  readonly evidence: string;
  readonly name: string;
  readonly unit: FigureUnit;
  readonly was: { readonly baseline: number | null; readonly value: number | null } | null;
  readonly now: { readonly baseline: number | null; readonly value: number | null } | null;
}

/** What the engine says of itself, so that a person can go back to it. */
export type EngineWording = Pick<Finding, 'title' | 'statement' | 'severity' | 'confidence' | 'unknowns'>;

export interface PrintedFinding {
  readonly id: string;
  /** Null: a person wrote it. */
  readonly rule: FindingRule | null;
  /** Place among the printed findings, from 1; null when it is left out. */
  readonly number: number | null;
  readonly title: string;
  readonly statement: string;
  readonly severity: FindingSeverity;
  readonly confidence: FindingConfidence;
  readonly confidenceReason: string;
  /** Labels; empty: all. */
  readonly transactions: readonly string[];
  readonly runIds: readonly number[];
  readonly span: Finding['affected']['span'];
  readonly evidence: readonly PrintedEvidence[];
  readonly unknowns: readonly string[];
  readonly options: readonly PrintedOption[];
  readonly impact: number;
  /** `suggested` where a signature is gone because of `changes`. */
  readonly status: ItemStatus;
  /** Why it is left out. */
  readonly reason: string | null;
  /** The one that holds; null when there is none, or its figures have changed. */
  readonly signature: Signature | null;
  /** Figures that are other than when it was signed. */
  readonly changes: readonly FigureChange[];
  /** Null: a person wrote it. */
  readonly engine: EngineWording | null;
}

/** A signed finding that is not found any more. */
export interface LostFinding {
  readonly id: string;
  readonly title: string;
  readonly signature: Signature;
}

export interface ArrangedFindings {
  /** Printed ones in their order, then those that are left out. */
  readonly findings: readonly PrintedFinding[];
  readonly lost: readonly LostFinding[];
}

type Edits = Pick<ReportEdits, 'items' | 'ownFindings'>;

/**
 * Puts what a person decided over what the engine found. Findings without a decision follow in the engine's order, as
 * suggestions; those that are merely worth knowing (`info`) come after all others unless they were given a place.
 */
export function arrangeFindings(found: readonly Finding[], { items, ownFindings }: Edits): ArrangedFindings {
  const candidates = new Map<string, Finding | OwnFinding>();
  for (const finding of found) candidates.set(finding.id, finding);
  for (const finding of ownFindings) candidates.set(finding.id, finding);
  const placed = items.filter(({ findingId }) => candidates.has(findingId));
  const named = new Set(placed.map(({ findingId }) => findingId));
  const rest = [...candidates.values()].filter(({ id }) => !named.has(id));
  const ordered = [
    ...placed.map((item) => printed(candidates.get(item.findingId)!, item)),
    ...[
      ...rest.filter(({ severity }) => severity !== 'info'),
      ...rest.filter(({ severity }) => severity === 'info'),
    ].map((finding) => printed(finding, null)),
  ];
  const shown = ordered.filter(({ status }) => status !== 'dismissed');
  return {
    findings: [
      ...shown.map((finding, index) => ({ ...finding, number: index + 1 })),
      ...ordered.filter(({ status }) => status === 'dismissed'),
    ],
    lost: items.flatMap(({ findingId, signature }) =>
      signature === null || candidates.has(findingId)
        ? []
        : [{ id: findingId, title: signature.title, signature }],
    ),
  };
}

function printed(finding: Finding | OwnFinding, item: ReportItem | null): PrintedFinding {
  const isOwn = !('rule' in finding);
  const signature = item?.signature ?? null;
  const changes = signature === null ? [] : changedFigures(signature.figures, finding.evidence);
  const holds = signature !== null && changes.length === 0;
  const chosen = item?.chosenOptions ?? null;
  return {
    id: finding.id,
    rule: isOwn ? null : finding.rule,
    number: null,
    title: item?.title ?? finding.title,
    statement: item?.statement ?? finding.statement,
    severity: item?.severity ?? finding.severity,
    confidence: item?.confidence ?? finding.confidence,
    confidenceReason: finding.confidenceReason,
    transactions: isOwn ? finding.transactions : finding.affected.transactions.map(({ label }) => label),
    runIds: isOwn ? [] : finding.affected.runIds,
    span: isOwn ? null : finding.affected.span,
    evidence: isOwn ? finding.evidence.map((each) => ({ ...each, query: null })) : finding.evidence,
    unknowns: item?.unknowns ?? finding.unknowns,
    options: finding.options.map((option, index) => ({
      ...option,
      chosen: chosen?.includes(index) ?? false,
    })),
    impact: isOwn ? 0 : finding.impact,
    status: item?.status === 'signed' && !holds ? 'suggested' : (item?.status ?? 'suggested'),
    reason: item?.status === 'dismissed' ? item.reason : null,
    signature: holds ? signature : null,
    changes,
    engine: isOwn ? null : wordingOf(finding),
  };
}

function wordingOf({ title, statement, severity, confidence, unknowns }: Finding): EngineWording {
  return { title, statement, severity, confidence, unknowns };
}
