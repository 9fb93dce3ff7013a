/** `npm run build`: builds now, stale or not, with everything the bundler has to say. */
import './bootstrap/node-version.mjs';
import { build } from './bootstrap/build.mjs';
import { ensureReady } from './bootstrap/ready.mjs';
import { runCommand } from './process/command.mjs';

await runCommand(async (supervisor) => {
  await ensureReady(supervisor, { needsBuild: false });
  return (await build(supervisor, { stdio: 'inherit' })) ? 0 : 1;
});
