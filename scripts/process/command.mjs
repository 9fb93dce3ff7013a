import { CommandError } from './command-error.mjs';
import { createSupervisor } from './supervisor.mjs';

/**
 * The frame of every command: signals end its children, an expected failure is one line on stderr, and
 * nothing it started is left when it returns.
 *
 * @param {(supervisor: import('./supervisor.mjs').Supervisor) => Promise<number>} main returns the exit code
 */
export async function runCommand(main) {
  const supervisor = createSupervisor();
  const release = supervisor.handleSignals();
  try {
    process.exitCode = await main(supervisor);
  } catch (error) {
    // Whatever fails because everything is being stopped is no news.
    if (supervisor.stopSignal.aborted) return;
    if (!(error instanceof CommandError)) throw error;
    console.error(`Loadstone: ${error.message}`);
    process.exitCode = error.exitCode;
  } finally {
    await supervisor.stopAll();
    release();
  }
}
