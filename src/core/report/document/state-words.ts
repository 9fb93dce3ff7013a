import type { FindingConfidence, FindingSeverity } from '#shared/model/finding.ts';
import type { GateOutcome } from '#shared/model/gates.ts';
import { capitalised } from './building.ts';
import type { Inline, Tone } from './report-document.ts';

/** States as sign, word and colour: never the colour alone. */

const severityTones: Readonly<Record<FindingSeverity, Tone>> = {
  high: 'bad',
  medium: 'warn',
  low: 'unknown',
  good: 'good',
  info: 'unknown',
};

export function severityInline(severity: FindingSeverity, what = ''): Inline {
  const words = severity === 'info' ? 'Note' : capitalised(severity);
  const named = what === '' || severity === 'good' || severity === 'info' ? words : `${words} ${what}`;
  return { text: named, sign: severity, strong: true, tone: severityTones[severity] };
}

export function confidenceInline(confidence: FindingConfidence): Inline {
  return { text: `${capitalised(confidence)} confidence`, strong: true };
}

const outcomeTones: Readonly<Record<GateOutcome, Tone>> = {
  passed: 'good',
  failed: 'bad',
  'cannot-tell': 'unknown',
};

export function outcomeInline(outcome: GateOutcome): Inline {
  return { text: outcome.replace('-', ' '), sign: outcome, strong: true, tone: outcomeTones[outcome] };
}
