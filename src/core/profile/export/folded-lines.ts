import type { NewProfile } from '../model/profile.ts';
import { profileTotals } from '../totals.ts';
import type { ExportedProfile } from './speedscope-document.ts';

/** Stands where a sample has nothing on its stack: a line must have a frame. */
export const NO_STACK_NAME = '(no stack)';

/**
 * Profiles as folded stacks, `root;…;leaf weight`: the input of flamegraph.pl and its relatives. A line per stack with self
 * weight; time, threads and places of functions are lost. Names lose the characters that mean something in the format.
 */
export function* foldedLines(profiles: readonly ExportedProfile[]): Generator<string> {
  for (const { profile, weight } of profiles) {
    const { self, empty } = profileTotals(profile, weight);
    const names = namesOf(profile);
    for (let stack = 0; stack < self.length; stack++)
      if (self[stack] !== 0) yield `${pathOf(profile, names, stack)} ${self[stack]}\n`;
    if (empty !== 0) yield `${NO_STACK_NAME} ${empty}\n`;
  }
}

function namesOf({ frames }: NewProfile): readonly string[] {
  return Array.from({ length: frames.count }, (_, frame) =>
    frames.texts.at(frames.name[frame]!).replaceAll(';', ':').replaceAll(/\s+/gu, ' '),
  );
}

function pathOf({ stacks }: NewProfile, names: readonly string[], stack: number): string {
  const path: string[] = [];
  for (let at = stack; at >= 0; at = stacks.parent[at]!) path.push(names[stacks.frame[at]!]!);
  return path.reverse().join(';');
}
