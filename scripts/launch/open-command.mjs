import { existsSync } from 'node:fs';
import { runCommand } from '../process/command.mjs';
import { parseLaunchArguments, usage } from './arguments.mjs';
import { openApp } from './open-app.mjs';

/**
 * @param {string[]} args
 * @param {{ baseDir?: string, prepare?: (supervisor: import('../process/supervisor.mjs').Supervisor) => Promise<void> }} [options]
 */
export async function openFromCommandLine(args, { baseDir = process.cwd(), prepare } = {}) {
  await runCommand(async (supervisor) => {
    const launch = parseLaunchArguments(args, { baseDir, exists: existsSync });
    if (launch.help) {
      console.log(usage);
      return 0;
    }
    await prepare?.(supervisor);
    return openApp(supervisor, launch);
  });
}
