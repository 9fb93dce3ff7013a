import { textAt } from '#shared/contract/columns.ts';
import {
  differenceReasons,
  differenceVerdicts,
  type AttributedChange,
  type ComparedFunctions,
  type DifferenceAttribution,
  type DifferenceReason,
  type DifferenceSide,
  type DifferenceVerdict,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';

/** `difference` of `loadstone/profile/1`: docs/cli.md. Weights are in `unit`, per profile, second or operation as `per` says. */
export interface ProfileDifferenceDocument extends Pick<
  ProfileDifference,
  'mode' | 'method' | 'overall' | 'floor' | 'alignment' | 'renames' | 'changedFunctions'
> {
  readonly unit: ProfileDifference['unit']['unit'];
  readonly per: ProfileDifference['unit']['per'];
  readonly baseline: DifferenceSide;
  readonly candidate: DifferenceSide;
  readonly comparability: ProfileDifference['checks'];
  /** Largest change of self first, as many as were asked for. */
  readonly functions: readonly DifferenceFunction[];
  readonly attribution: readonly AttributionEntry[];
  readonly against: readonly AttributionEntry[];
  readonly attributionState: DifferenceAttribution['state'];
  readonly sentence: string;
}

export interface DifferenceFunction {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly module: string | null;
  readonly baselineSelf: number;
  readonly candidateSelf: number;
  readonly delta: number;
  readonly ci95: readonly [number, number] | null;
  readonly verdict: DifferenceVerdict;
  readonly reason: DifferenceReason | null;
  readonly pAdjusted: number | null;
  readonly mde: number | null;
  readonly mdeInList: number | null;
  readonly baselineTotal: number;
  readonly candidateTotal: number;
  readonly deltaTotal: number;
  readonly ci95Total: readonly [number, number] | null;
  readonly verdictTotal: DifferenceVerdict;
  /** With the function on the stack. */
  readonly samples: readonly [number, number];
}

type AttributionEntry = Pick<
  AttributedChange,
  'kind' | 'path' | 'share' | 'shareCi95' | 'ci95' | 'confidence' | 'sentence'
> & { readonly delta: number };

/** @param top functions that are listed */
export function differenceDocument(difference: ProfileDifference, top: number): ProfileDifferenceDocument {
  const { mode, method, overall, floor, alignment, renames, changedFunctions, unit, attribution } =
    difference;
  return {
    mode,
    unit: unit.unit,
    per: unit.per,
    baseline: difference.baseline,
    candidate: difference.candidate,
    comparability: difference.checks,
    method,
    floor,
    overall,
    changedFunctions,
    functions: functionRows(difference.functions, top),
    attribution: attribution.changes.map(attributionEntry),
    against: attribution.against.map(attributionEntry),
    attributionState: attribution.state,
    sentence: attribution.sentence,
    alignment,
    renames,
  };
}

export function functionRows(compared: ComparedFunctions, top: number): DifferenceFunction[] {
  const { functions, self, total, baselineSamples, candidateSamples } = compared;
  return Array.from({ length: Math.min(top, functions.count) }, (_, row) => ({
    name: textAt(functions.name, row) ?? '',
    file: textAt(functions.file, row),
    line: functions.line[row] === 0 ? null : functions.line[row]!,
    module: textAt(functions.module, row),
    baselineSelf: self.baseline[row]!,
    candidateSelf: self.candidate[row]!,
    delta: self.candidate[row]! - self.baseline[row]!,
    ci95: interval(self.low[row]!, self.high[row]!),
    verdict: differenceVerdicts[self.verdict[row]!]!,
    reason: differenceReasons[self.reason[row]!] ?? null,
    pAdjusted: known(self.p[row]!),
    mde: known(self.mde[row]!),
    mdeInList: known(self.mdeInList[row]!),
    baselineTotal: total.baseline[row]!,
    candidateTotal: total.candidate[row]!,
    deltaTotal: total.candidate[row]! - total.baseline[row]!,
    ci95Total: interval(total.low[row]!, total.high[row]!),
    verdictTotal: differenceVerdicts[total.verdict[row]!]!,
    samples: [baselineSamples[row]!, candidateSamples[row]!],
  }));
}

function attributionEntry({
  kind,
  path,
  share,
  shareCi95,
  change,
  ci95,
  confidence,
  sentence,
}: AttributedChange): AttributionEntry {
  return { kind, path, share, shareCi95, delta: change, ci95, confidence, sentence };
}

function interval(low: number, high: number): readonly [number, number] | null {
  return Number.isNaN(low) ? null : [low, high];
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
