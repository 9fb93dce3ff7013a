import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isBuildStale } from '../../scripts/bootstrap/build.mjs';
import type { Tell } from '../measure/interleave.ts';
import { root } from '../paths.ts';

let answer: string | null | undefined;

/** Builds the app as a person gets it, unless it is built. @returns why that is not possible; null: it is there */
export function ensureApp(tell: Tell): string | null {
  answer ??= build(tell);
  return answer;
}

function build(tell: Tell): string | null {
  if (!isBuildStale()) return null;
  tell('building the app …');
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    cwd: root,
    stdio: 'ignore',
  });
  return status === 0 ? null : 'the app does not build; `npm run build` says why';
}
