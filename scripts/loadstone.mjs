#!/usr/bin/env node
/** `npx loadstone`: the command line out of a checkout. Says its own things on stderr only. */
import './bootstrap/node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './bootstrap/project.mjs';

const [command, ...rest] = process.argv.slice(2);

if (process.env['LOADSTONE_SKIP_BOOTSTRAP'] !== '1') {
  const { ensureReady, isReady } = await import('./bootstrap/ready.mjs');
  if (!isReady({ needsBuild: true })) {
    const { runCommand } = await import('./process/command.mjs');
    await runCommand(async (supervisor) => {
      await ensureReady(supervisor, { needsBuild: true });
      return 0;
    });
    if (process.exitCode !== 0) process.exit();
  }
}

if (command === 'open') {
  const { openFromCommandLine } = await import('./launch/open-command.mjs');
  await openFromCommandLine(rest);
} else {
  const cli = join(root, 'out/main/cli.js');
  // In this process: a second Node would cost every call its start. The command line sees itself as the program.
  process.argv[1] = cli;
  await import(pathToFileURL(cli).href);
}
