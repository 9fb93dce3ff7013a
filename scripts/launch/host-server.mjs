import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { root } from '../bootstrap/project.mjs';
import { CommandError } from '../process/command-error.mjs';

/** @typedef {{ child: import('node:child_process').ChildProcess, url: string }} Host */

/**
 * @param {string} line
 * @returns {string | undefined} the address, if this is the line that announces it
 */
export function addressIn(line) {
  try {
    const message = /** @type {unknown} */ (JSON.parse(line));
    if (typeof message !== 'object' || message === null) return undefined;
    const { ready, url } = /** @type {{ ready?: unknown, url?: unknown }} */ (message);
    return ready === true && typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {import('./arguments.mjs').LaunchArguments} launch
 * @returns {string[]}
 */
export function hostArguments({ files, workspace, port }) {
  return [
    ...(port === undefined ? [] : ['--port', `${port}`]),
    ...(workspace === undefined ? [] : ['--workspace', workspace]),
    ...files,
  ];
}

/**
 * Starts the engine behind a localhost address. The open pipe to its standard input is its lifeline: it
 * stops when that closes, even if this process is killed outright.
 *
 * @param {import('../process/supervisor.mjs').Supervisor} supervisor
 * @param {string[]} args
 * @returns {Promise<Host>}
 */
export function startHost(supervisor, args) {
  const child = supervisor.start(process.execPath, [join(root, 'out/main/http-server.js'), ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    const { stdout } = child;
    if (stdout === null) throw new TypeError('The host was started without a pipe.');
    createInterface({ input: stdout }).on('line', (line) => {
      const url = addressIn(line);
      if (url !== undefined) resolve({ child, url });
    });
    child.once('error', (error) =>
      reject(new CommandError(`The local host could not be started: ${error.message}`)),
    );
    child.once('exit', (code) => {
      reject(new CommandError(`The local host ended before it was ready (exit code ${code ?? 'none'}).`));
    });
  });
}
