/** Gates: rules that a run passes, fails, or about which nothing can be told. */

export const enforcements = ['blocking', 'conditional'] as const;
export type Enforcement = (typeof enforcements)[number];

export const gateOutcomes = ['passed', 'failed', 'cannot-tell'] as const;
export type GateOutcome = (typeof gateOutcomes)[number];

/** One line of evidence of a gate: what it is about and what was measured. */
export interface GateEvidence {
  /** Transaction, metric or time span. */
  readonly subject: string;
  readonly measured: string;
  readonly outcome: GateOutcome;
}

export interface GateResult {
  /** As in the file: unique. */
  readonly id: string;
  readonly name: string;
  /** The rule as written. */
  readonly rule: string;
  readonly enforcement: Enforcement;
  readonly outcome: GateOutcome;
  /** One sentence with the figures, and for `cannot-tell` what would settle it. */
  readonly sentence: string;
  /** Worst first; of very many the worst, while `counts` counts all. */
  readonly evidence: readonly GateEvidence[];
  readonly counts: Readonly<Record<GateOutcome, number>>;
  /** Proposed by Loadstone from a baseline; nobody has agreed to it yet. */
  readonly proposed: boolean;
}

/**
 * What one clause about response times, errors or Apdex says of transactions: for tables and headlines, which show figures
 * beside their limits.
 */
export interface GateLimit {
  readonly gateId: string;
  readonly gateName: string;
  readonly enforcement: Enforcement;
  /** As rules write it: `p95`, `mean`, `error rate`, `apdex`. */
  readonly figure: string;
  readonly operator: '<' | '<=' | '>' | '>=';
  /** `200 ms` */
  readonly limit: string;
  /** It holds for stretches of time, not for the whole of what is judged. */
  readonly windowed: boolean;
  readonly outcome: GateOutcome;
  readonly sentence: string;
  /** Empty where nothing was there to judge. */
  readonly outcomes: readonly LimitOutcome[];
}

export interface LimitOutcome {
  /** Null: several transactions together. */
  readonly transactionId: number | null;
  readonly measured: string;
  readonly outcome: GateOutcome;
}

export interface GateProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface GatesEvaluation {
  readonly runId: number;
  readonly results: readonly GateResult[];
  /** Limits that gates set to transactions, in their order. */
  readonly limits: readonly GateLimit[];
  /** Failed when a blocking gate failed; cannot tell when none failed and a blocking one cannot tell. */
  readonly outcome: GateOutcome;
}

export interface GatesDocument {
  /** Text of `loadstone.gates.yaml`, comments included. */
  readonly yaml: string;
  /** Nothing of its own: these are the defaults of the product. */
  readonly isDefault: boolean;
  /** Requests per second that the file expects; null: it does not say, or cannot be read. */
  readonly expectedPerSec: number | null;
  readonly problems: readonly GateProblem[];
}

/** A run that others are compared with, by the name of a scenario. */
export interface NamedBaseline {
  readonly name: string;
  readonly runId: number;
}
