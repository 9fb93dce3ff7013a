import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import type { NamedBaseline } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import { UsageError } from './usage.ts';

/** `history.loadstone#nightly`: a run of a saved workspace. */
export interface RunReference {
  readonly workspace: string;
  /** Of a baseline, or of a run; `3`: the run of this number. */
  readonly name: string;
}

/**
 * @returns null for a file
 * @throws {UsageError} for a workspace without the name of a run
 */
export function runReference(text: string): RunReference | null {
  if (text.endsWith('.loadstone'))
    throw new UsageError(
      `Say which run of ${text} is meant: ${text}#NAME, with the name of a baseline or of a run.`,
    );
  const match = /^(.*\.loadstone)#(.+)$/su.exec(text);
  // A file of results may have such a name.
  if (match === null || existsSync(resolve(text))) return null;
  return { workspace: resolve(match[1]!), name: match[2]! };
}

/** @throws {AppError} `not-found`, or `bad-request` for a name that several runs have */
export function referredRun(
  { name, workspace }: RunReference,
  runs: readonly Run[],
  baselines: readonly NamedBaseline[],
): number {
  const baseline = baselines.find((each) => each.name === name);
  if (baseline !== undefined) return baseline.runId;
  const named = runs.filter((run) => run.name === name);
  if (named.length === 1) return named[0]!.id;
  if (named.length > 1)
    throw new AppError('bad-request', `${workspace} has ${named.length} runs called "${name}".`, {
      hint: `Give one by its number: ${named.map(({ id }) => `#${id}`).join(', ')}.`,
    });
  const numbered = runs.find(({ id }) => String(id) === name);
  if (numbered !== undefined) return numbered.id;
  const known = [...baselines.map((each) => each.name), ...runs.map((run) => run.name)];
  throw new AppError('not-found', `${workspace} has no baseline and no run called "${name}".`, {
    hint:
      known.length === 0
        ? 'It is empty.'
        : `It has ${[...new Set(known)].map((each) => `"${each}"`).join(', ')}.`,
  });
}
