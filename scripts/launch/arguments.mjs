import { resolve } from 'node:path';
import { CommandError } from '../process/command-error.mjs';

/**
 * @typedef {object} LaunchArguments
 * @property {string[]} files absolute
 * @property {string | undefined} workspace absolute
 * @property {number | undefined} port of the browser host
 * @property {boolean} noWindow
 * @property {boolean} help
 */

export const usage = `npm start -- [OPTIONS] [FILE…]       (or: npx loadstone open [OPTIONS] [FILE…])

  FILE…              results, profiles, snapshots, folders or one .loadstone workspace to open
  --workspace PATH   keep what is read in this workspace file
  --no-window        print the local address instead of opening a window
  --port N           port of the local address (default: a free one)

LOADSTONE_RUNTIME=electron, browser or url takes that way and no other.`;

/**
 * @param {string} text
 * @returns {number}
 */
function parsePort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new CommandError(`--port needs a number from 0 to 65535, not "${text}".`, 2);
  }
  return port;
}

/**
 * @param {readonly string[]} args
 * @param {{ baseDir: string, exists: (path: string) => boolean }} world baseDir: where the person typed the command
 * @returns {LaunchArguments}
 */
export function parseLaunchArguments(args, { baseDir, exists }) {
  /** @type {LaunchArguments} */
  const parsed = { files: [], workspace: undefined, port: undefined, noWindow: false, help: false };
  const rest = [...args];

  /** @param {string} option */
  const valueOf = (option) => {
    const value = rest.shift();
    if (value === undefined || value === '') throw new CommandError(`${option} needs a value.`, 2);
    return value;
  };

  /** @param {string} path */
  const addFile = (path) => {
    const file = resolve(baseDir, path);
    if (!exists(file)) throw new CommandError(`${file} does not exist.`, 2);
    parsed.files.push(file);
  };

  while (rest.length > 0) {
    const arg = /** @type {string} */ (rest.shift());
    const [option, inlineValue] = arg.startsWith('--') ? splitOnce(arg) : [arg, undefined];
    if (inlineValue !== undefined) rest.unshift(inlineValue);
    if (arg === '--') rest.splice(0).forEach(addFile);
    else if (option === '--workspace') parsed.workspace = resolve(baseDir, valueOf(option));
    else if (option === '--port') parsed.port = parsePort(valueOf(option));
    else if (arg === '--no-window') parsed.noWindow = true;
    else if (arg === '--help' || arg === '-h') parsed.help = true;
    else if (arg.startsWith('-'))
      throw new CommandError(`unknown option ${arg}. \`npm start -- --help\` lists them.`, 2);
    else addFile(arg);
  }
  return parsed;
}

/**
 * @param {string} arg
 * @returns {[string, string | undefined]}
 */
function splitOnce(arg) {
  const at = arg.indexOf('=');
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

/**
 * The folder the person was in. npm runs scripts in the package's folder and says where it was called;
 * a command typed into a shell that itself runs under npm inherits that note and must not believe it.
 *
 * @param {{ cwd: string, root: string, env: NodeJS.ProcessEnv }} world
 */
export function callersFolder({ cwd, root, env }) {
  const calledByNpm = cwd === root && env['npm_lifecycle_event'] !== undefined;
  return (calledByNpm ? env['INIT_CWD'] : undefined) ?? cwd;
}
