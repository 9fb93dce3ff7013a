import {
  commonSideOptions,
  parseSides,
  phaseOption,
  sideOptions,
  type PhaseChoice,
  type SideOptions,
} from './side-arguments.ts';
import { UsageError } from './usage.ts';

export interface GateOptions extends SideOptions {
  readonly files: readonly string[];
  readonly baseline: readonly string[];
  /** A file of gates; null: `loadstone.gates.yaml` here, or the defaults. */
  readonly rules: string | null;
  readonly expectedLoad: string | null;
  /** Null: as the gates say. */
  readonly phase: PhaseChoice | null;
  /** Print proposals made from the run, instead of judging it. */
  readonly propose: boolean;
}

const gate = {
  ...sideOptions,
  baseline: { type: 'string', multiple: true },
  rules: { type: 'string' },
  'expected-load': { type: 'string' },
  phase: { type: 'string' },
  propose: { type: 'boolean' },
} as const;

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function gateArguments(args: readonly string[]): GateOptions | null {
  const parsed = parseSides(args, gate, ['baseline']);
  if (parsed.flag('help')) return null;
  if (parsed.files.length === 0) {
    const swallowed = parsed.texts('baseline').length > 1;
    throw new UsageError(
      swallowed
        ? 'gate needs at least one file, before --baseline: all files behind it are baselines.'
        : 'gate needs at least one file.',
    );
  }
  return {
    ...commonSideOptions(parsed),
    files: parsed.files,
    baseline: parsed.texts('baseline'),
    rules: parsed.text('rules') ?? null,
    expectedLoad: parsed.text('expected-load') ?? null,
    phase: phaseOption(parsed.text('phase')),
    propose: parsed.flag('propose'),
  };
}
