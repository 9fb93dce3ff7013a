/** `npm start`: from a fresh clone to an open window. */
import './bootstrap/node-version.mjs';
import { root } from './bootstrap/project.mjs';
import { ensureReady } from './bootstrap/ready.mjs';
import { callersFolder } from './launch/arguments.mjs';
import { openFromCommandLine } from './launch/open-command.mjs';

await openFromCommandLine(process.argv.slice(2), {
  baseDir: callersFolder({ cwd: process.cwd(), root, env: process.env }),
  prepare: (supervisor) => ensureReady(supervisor, { needsBuild: true }),
});
