import type { HonestyCode, HonestyItem } from '#shared/model/diagnostics.ts';
import type { FindingRule, FindingSeverity } from '#shared/model/finding.ts';
import { evidence, option, type FindingDraft, type RunRule } from '../draft.ts';
import type { RunEvidence } from '../evidence.ts';
import { withoutStop } from '../words.ts';

interface Told {
  readonly rule: FindingRule;
  /** Of a warning; a note is only worth knowing. */
  readonly severity: FindingSeverity;
  readonly note: 'info' | null;
}

/** What the honesty panel says is no finding of its own unless it changes what can be concluded. */
const TOLD: Readonly<Record<HonestyCode, Told>> = {
  loop: { rule: 'closed-loop', severity: 'low', note: 'info' },
  'coordinated-omission': { rule: 'coordinated-omission', severity: 'medium', note: null },
  generator: { rule: 'load-generator', severity: 'medium', note: 'info' },
  'littles-law': { rule: 'data-quality', severity: 'medium', note: null },
  'double-counting': { rule: 'data-quality', severity: 'medium', note: null },
  'rejected-rows': { rule: 'data-quality', severity: 'medium', note: null },
  clock: { rule: 'data-quality', severity: 'low', note: null },
  rounding: { rule: 'data-quality', severity: 'low', note: null },
  quantiles: { rule: 'data-quality', severity: 'low', note: null },
  'missing-columns': { rule: 'data-quality', severity: 'medium', note: null },
};

/** How far figures can be trusted (methods E3 and E10): what the honesty panel warns of. */
export const trustRule: RunRule = (run) => {
  const findings: FindingDraft[] = [];
  const notMeasured: string[] = [];
  for (const item of run.honesty) {
    const { severity: usual, note } = TOLD[item.code];
    // A report lacks samples by its nature; nobody forgot to record them.
    const severity = run.run.granularity === 'aggregated' && item.code === 'missing-columns' ? 'low' : usual;
    if (item.state === 'warning') findings.push(draft(run, item, severity));
    // A load model that cannot be told is told once, by what is missing.
    else if (item.state === 'note' && note !== null && item.value !== 'cannot tell')
      findings.push(draft(run, item, note));
    else if (item.state === 'unknown' && item.settle !== null)
      notMeasured.push(`${item.name}: ${withoutStop(item.sentence)}. ${item.settle}`);
  }
  return { findings, notMeasured };
};

function draft(run: RunEvidence, item: HonestyItem, severity: FindingSeverity): FindingDraft {
  const { code, name, value, sentence, settle } = item;
  return {
    rule: TOLD[code].rule,
    subject: code,
    title: `${name}: ${value}`,
    statement: sentence,
    severity,
    confidence: 'high',
    confidenceReason: 'Read from the samples themselves; the evidence lists what was counted.',
    affected: { runIds: [run.run.id], transactions: [], span: null },
    evidence: [
      evidence(
        code,
        'load',
        item.evidence.length === 0
          ? `${name}: ${value}`
          : item.evidence
              .map(([what, is]) => `${what}: ${is}`)
              .slice(0, 4)
              .join('; '),
        [],
        { method: 'diagnostics.honesty', params: { runId: run.run.id } },
      ),
    ],
    unknowns:
      severity === 'info'
        ? []
        : ['By how much the figures are off: what is not in the file cannot be computed from it.'],
    options: settle === null ? [] : [option(settle, 'Takes another run, or another look at this one.')],
    impact: 0,
  };
}
