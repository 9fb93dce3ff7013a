/**
 * The command line as it is, apart from the engine: what only opens a workspace must not load it. Types: command-line.d.ts,
 * by hand, for the same reason as engine.d.ts.
 */
export { runCommandLine } from '../../src/hosts/command-line/run-command.ts';
export { importFiles } from '../../src/hosts/command-line/import-files.ts';
