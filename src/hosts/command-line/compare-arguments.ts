import {
  comparedMetrics,
  DEFAULT_MARGIN,
  type ComparedMetric,
  type Margin,
} from '#shared/model/comparison.ts';
import {
  commonSideOptions,
  parseSides,
  phaseOption,
  sideOptions,
  type PhaseChoice,
  type SideOptions,
} from './side-arguments.ts';
import { UsageError } from './usage.ts';

export interface CompareOptions extends SideOptions {
  readonly baseline: readonly string[];
  readonly candidate: readonly string[];
  readonly margin: Margin;
  readonly metrics: readonly ComparedMetric[];
  /** A file with transactions that have another label on the other side. */
  readonly labelMapping: string | null;
  readonly waivers: readonly { readonly code: string; readonly reason: string }[];
  readonly phase: PhaseChoice;
}

const compare = {
  ...sideOptions,
  baseline: { type: 'string', multiple: true },
  candidate: { type: 'string', multiple: true },
  margin: { type: 'string' },
  'margin-ms': { type: 'string' },
  metrics: { type: 'string' },
  mapping: { type: 'string' },
  waive: { type: 'string', multiple: true },
  phase: { type: 'string' },
  label: { type: 'string' },
  exclude: { type: 'string' },
} as const;

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function compareArguments(args: readonly string[]): CompareOptions | null {
  const parsed = parseSides(args, compare, ['baseline', 'candidate']);
  if (parsed.flag('help')) return null;
  if (parsed.files.length > 0)
    throw new UsageError(
      `compare takes every file behind --baseline or --candidate; which one is "${parsed.files[0]!}"?`,
    );
  for (const side of ['baseline', 'candidate'])
    if (parsed.texts(side).length === 0)
      throw new UsageError(`compare needs at least one file behind --${side}.`);
  return {
    ...commonSideOptions(parsed),
    baseline: parsed.texts('baseline'),
    candidate: parsed.texts('candidate'),
    margin: {
      ratio: marginRatio(parsed.text('margin')),
      ms: marginMs(parsed.text('margin-ms')),
    },
    metrics: metricList(parsed.text('metrics')),
    labelMapping: parsed.text('mapping') ?? null,
    waivers: parsed.texts('waive').map(waiver),
    phase: phaseOption(parsed.text('phase')) ?? 'steady',
  };
}

/** `10%` or `0.1`. */
function marginRatio(text: string | undefined): number {
  if (text === undefined) return DEFAULT_MARGIN.ratio;
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/u.exec(text.trim());
  const ratio = match === null ? NaN : match[2] === '%' ? Number(match[1]) / 100 : Number(match[1]);
  if (!(ratio > 0 && ratio <= 10)) throw new UsageError(`--margin takes a share such as 10%, not "${text}".`);
  if (match?.[2] === '' && ratio >= 1)
    throw new UsageError(`--margin ${text}: write ${text}% if per cent are meant; 1 without it is 100 %.`);
  return ratio;
}

function marginMs(text: string | undefined): number {
  if (text === undefined) return DEFAULT_MARGIN.ms;
  const ms = Number(text.trim().replace(/\s*ms$/u, '') || NaN);
  if (!(ms >= 0 && ms <= 1e6))
    throw new UsageError(`--margin-ms takes milliseconds such as 5, not "${text}".`);
  return ms;
}

function metricList(text: string | undefined): readonly ComparedMetric[] {
  if (text === undefined) return comparedMetrics;
  const named = text.split(',').map((part) => {
    const found = comparedMetrics.find((metric) => metric.toLowerCase() === part.trim().toLowerCase());
    if (found === undefined)
      throw new UsageError(`--metrics takes ${comparedMetrics.join(',')}; not "${part.trim()}".`);
    return found;
  });
  return [...new Set(named)];
}

export function waiver(text: string): { readonly code: string; readonly reason: string } {
  const match = /^\s*([\w-]{1,64})\s*=\s*(\S.*)$/su.exec(text);
  if (match === null)
    throw new UsageError(
      `--waive takes a check and a reason: --waive mix="the new search is on", not "${text}".`,
    );
  return { code: match[1]!, reason: match[2]!.trim() };
}
