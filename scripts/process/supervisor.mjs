import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {import('node:child_process').SpawnOptions} SpawnOptions
 * @typedef {{ code: number, stderr: string }} Outcome stderr: what came through a pipe, if there is one
 * @typedef {ReturnType<typeof createSupervisor>} Supervisor
 */

/** What a shell reports for a command that a signal ended. */
const exitCodeOf = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const isWindows = process.platform === 'win32';

/**
 * @param {ChildProcess} child
 * @param {'SIGTERM' | 'SIGKILL'} signal
 */
function signalTree(child, signal) {
  if (child.pid === undefined) return;
  if (isWindows) {
    spawnSync('taskkill', ['/pid', `${child.pid}`, '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

/** @param {ChildProcess} child */
const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/**
 * Starts the processes of one command, each with its own process group, so that whatever ends the command
 * (the end of its work, Ctrl-C, a signal, an error) also ends them and everything they started.
 */
export function createSupervisor() {
  /** @type {Set<ChildProcess>} */
  const running = new Set();
  const stopping = new AbortController();

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {SpawnOptions} [options]
   */
  function start(command, args, options = {}) {
    const child = spawn(command, args, { windowsHide: true, ...options, detached: !isWindows });
    running.add(child);
    // A browser's helpers may outlive it for a moment: the group is signalled when its leader is gone.
    child.once('exit', () => {
      running.delete(child);
      if (!isWindows) signalTree(child, 'SIGTERM');
    });
    child.once('error', () => running.delete(child));
    return child;
  }

  /**
   * @param {ChildProcess} child
   * @param {number} [graceMs] time to end by itself before it is killed
   */
  async function stop(child, graceMs = 5000) {
    if (hasEnded(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // Windows knows no gentle signal; a child with a pipe for its input ends when that closes.
    child.stdin?.end();
    if (!isWindows || child.stdin === null) signalTree(child, 'SIGTERM');
    const deadline = new AbortController();
    await Promise.race([
      ended,
      delay(graceMs, undefined, { signal: deadline.signal }).catch(() => undefined),
    ]);
    deadline.abort();
    signalTree(child, 'SIGKILL');
    if (!hasEnded(child)) await ended;
  }

  async function stopAll() {
    await Promise.all([...running].map((child) => stop(child)));
  }

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {SpawnOptions} [options]
   * @returns {Promise<Outcome>}
   */
  async function run(command, args, options = {}) {
    const child = start(command, args, options);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text));
    const code = await new Promise((/** @type {(code: number) => void} */ resolve) => {
      child.once('error', (error) => {
        process.stderr.write(`${command} could not be started: ${error.message}\n`);
        resolve(127);
      });
      child.once('close', (exitCode, signal) => resolve(exitCode ?? (signal === 'SIGINT' ? 130 : 143)));
    });
    return { code, stderr };
  }

  /**
   * Handlers for signals and for a parent that vanishes; the returned function takes them back.
   *
   * @returns {() => void}
   */
  function handleSignals() {
    const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
      const code = exitCodeOf[/** @type {keyof typeof exitCodeOf} */ (signal)];
      // A second Ctrl-C: do not wait for anybody.
      if (stopping.signal.aborted) process.exit(code);
      stopping.abort();
      void stopAll().finally(() => process.exit(code));
    };
    const onExit = () => running.forEach((child) => signalTree(child, 'SIGKILL'));
    const parent = process.ppid;
    // npm passes a signal on to the shell between it and this process, and that shell only ends.
    const orphanWatch = setInterval(() => {
      if (process.ppid !== parent) onSignal('SIGHUP');
    }, 1000);
    orphanWatch.unref();
    const signals = /** @type {(keyof typeof exitCodeOf)[]} */ (Object.keys(exitCodeOf));
    for (const signal of signals) process.on(signal, onSignal);
    process.on('exit', onExit);
    return () => {
      clearInterval(orphanWatch);
      for (const signal of signals) process.off(signal, onSignal);
      process.off('exit', onExit);
    };
  }

  return { start, stop, stopAll, run, handleSignals, stopSignal: stopping.signal };
}
