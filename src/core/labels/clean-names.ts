import { AppError, cancelledError } from '#shared/contract/errors.ts';
import { MAX_LABEL_CHARS, type CompiledRule } from './compiled-rule.ts';
import { TimeLimit } from './time-limit.ts';

/** After so long others get their turn. */
const SLICE_MS = 20;
/** A pattern that takes longer on one label tries too many ways. */
const MAX_LABEL_MS = 1000;
/** For one rule over all labels. */
const MAX_RULE_MS = 60_000;

export interface CleanedNames {
  readonly of: (name: string) => string;
  /** By rule: how many of the names it changes. */
  readonly changedByRule: readonly number[];
}

/**
 * What rules make of names. Each rule sees every different label once.
 * @param maxLabelMs how long a pattern may take on one label
 * @throws {AppError} `bad-request` for a rule that takes too long, `cancelled`
 */
export async function cleanNames(
  rules: readonly CompiledRule[],
  names: Iterable<string>,
  signal?: AbortSignal,
  maxLabelMs = MAX_LABEL_MS,
): Promise<CleanedNames> {
  const labels = new Map<string, string>();
  for (const name of names) labels.set(name, name);
  const changedByRule: number[] = [];
  for (const rule of rules) {
    const results = await applyToAll(rule, [...new Set(labels.values())], maxLabelMs, signal);
    let changed = 0;
    for (const [name, label] of labels) {
      const result = results.get(label)!;
      if (result === label) continue;
      changed += 1;
      labels.set(name, result);
    }
    changedByRule.push(changed);
  }
  return { of: (name) => labels.get(name) ?? name, changedByRule };
}

async function applyToAll(
  rule: CompiledRule,
  labels: readonly string[],
  maxLabelMs: number,
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  const limit = rule.needsTimeLimit ? new TimeLimit() : null;
  const begun = performance.now();
  let next = 0;
  const slice = (): void => {
    const end = performance.now() + SLICE_MS;
    do {
      const label = labels[next]!;
      results.set(label, rule.apply(label));
      next += 1;
    } while (next < labels.length && performance.now() < end);
  };
  while (next < labels.length) {
    if (signal?.aborted === true) throw cancelledError('Cleaning labels');
    if (limit === null) slice();
    else if (!limit.run(SLICE_MS + maxLabelMs, slice))
      throw tooSlow(rule, `on the label "${excerpt(labels[next]!)}"`);
    if (limit !== null && performance.now() - begun > MAX_RULE_MS)
      throw tooSlow(rule, `on ${labels.length.toLocaleString('en')} labels`);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return results;
}

function tooSlow({ title }: CompiledRule, where: string): AppError {
  return new AppError('bad-request', `${title} takes too long ${where}.`, {
    hint: `Repetitions within repetitions, such as (a+)+, try every way to match; say what may stand in between more narrowly, or switch the rule off. Of a label the first ${MAX_LABEL_CHARS.toLocaleString('en')} characters are looked at.`,
  });
}

function excerpt(label: string): string {
  return label.length <= 80 ? label : `${label.slice(0, 79)}…`;
}
