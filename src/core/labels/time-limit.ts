import { createContext, Script, type Context } from 'node:vm';

/**
 * Runs functions of ours with an end: a regular expression that tries every way to match can take longer than the
 * universe is old, and nothing else can stop it in its thread. What runs stays code of this process; this is no sandbox.
 */
export class TimeLimit {
  private readonly context: Context & { act?: () => void } = createContext({});
  private readonly script = new Script('act()');

  /** @returns false when it was stopped */
  run(limitMs: number, act: () => void): boolean {
    this.context.act = act;
    try {
      this.script.runInContext(this.context, { timeout: limitMs });
      return true;
    } catch (error) {
      // It comes from the other context, where `Error` is another one.
      if (
        typeof error === 'object' &&
        error !== null &&
        'code' in error &&
        error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      )
        return false;
      throw error;
    } finally {
      delete this.context.act;
    }
  }
}
