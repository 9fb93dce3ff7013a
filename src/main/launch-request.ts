import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const launchRequestSchema = z.object({
  /** Opened, or made when it does not exist (`--workspace PATH`). */
  workspace: z.string().min(1).nullable(),
  files: z.array(z.string().min(1)).max(10_000),
});
export type LaunchRequest = z.infer<typeof launchRequestSchema>;

export interface LaunchWorld {
  readonly isPackaged: boolean;
  readonly workingDirectory: string;
}

/**
 * What a person asked for on the command line. `npm start` puts it behind `--`, because Chromium reads the switches
 * before. File managers start the installed app with the files alone, on Linux as `file:` addresses.
 */
export function parseLaunchRequest(argv: readonly string[], world: LaunchWorld): LaunchRequest {
  const request: LaunchRequest = { workspace: null, files: [] };
  const end = argv.indexOf('--');
  const args = end === -1 ? (world.isPackaged ? argv.slice(1) : []) : argv.slice(end + 1);
  const isSwitch = (arg: string): boolean => end === -1 && arg.startsWith('-');

  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const inline = /^--workspace=(.+)$/u.exec(arg)?.[1];
    const workspace = arg === '--workspace' ? args[++at] : inline;
    if (workspace !== undefined) request.workspace = absolute(workspace, world);
    else if (arg !== '' && arg !== '--workspace' && !isSwitch(arg)) request.files.push(absolute(arg, world));
  }
  return request;
}

function absolute(arg: string, { workingDirectory }: LaunchWorld): string {
  if (arg.startsWith('file://') && URL.canParse(arg)) {
    try {
      return fileURLToPath(arg);
    } catch {
      // An address on another computer: kept as it is, so that the window says what it could not open.
    }
  }
  return resolve(workingDirectory, arg);
}
