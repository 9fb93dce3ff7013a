import type { FindingConfidence, FindingEvidenceKind, FindingSeverity } from '#shared/model/finding.ts';

/** As the printed report says it. */
export const severityWords: Readonly<Record<FindingSeverity, string>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  good: 'Good',
  info: 'Note',
};

export const confidenceWords: Readonly<Record<FindingConfidence, string>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

export const evidenceKindWords: Readonly<Record<FindingEvidenceKind, string>> = {
  load: 'Load test',
  comparison: 'Comparison',
  profile: 'Profile',
  heap: 'Heap',
  resource: 'Resource',
  gate: 'Gate',
};
