/** What the benches use of the command line; command-line.js has the things themselves (@public tells knip). */

import type { Installation, LocalEngine } from './engine.d.ts';

export interface Terminal {
  print(text: string): void;
  note(text: string): void;
  progress(text: string | null): void;
}

/** @public */
export declare function importFiles(
  local: LocalEngine,
  paths: readonly string[],
  options: {
    readonly format: string | null;
    readonly timeZone: string | undefined;
    readonly allowDuplicate: boolean;
  },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly { readonly runId: number | null; readonly error: { readonly message: string } | null }[]>;

/** @public */
export declare function runCommandLine(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number>;
