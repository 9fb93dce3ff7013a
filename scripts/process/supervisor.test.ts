import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { createSupervisor } from './supervisor.mjs';

const node = process.execPath;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('run gives the exit code and what came on stderr', async () => {
  const supervisor = createSupervisor();
  const script = 'console.error("why"); process.exit(7)';
  expect(await supervisor.run(node, ['-e', script], { stdio: 'pipe' })).toEqual({ code: 7, stderr: 'why\n' });
});

test('a command that does not exist is an exit code too', async () => {
  const supervisor = createSupervisor();
  expect(await supervisor.run('/no/such/command', [])).toMatchObject({ code: 127 });
});

test.skipIf(process.platform === 'win32')(
  'stopAll ends children that ignore the gentle signal, and their children',
  async () => {
    const supervisor = createSupervisor();
    const script = `
      process.on('SIGTERM', () => {});
      const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(pid);
      setInterval(() => {}, 1000);`;
    const child = supervisor.start(node, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    const grandchild = Number(line);
    expect(isAlive(grandchild)).toBe(true);

    await supervisor.stop(child, 200);
    expect(child.signalCode).toBe('SIGKILL');
    await until(() => !isAlive(grandchild));
    await supervisor.stopAll();
  },
);

test('stop lets a child end by itself when its input closes', async () => {
  const supervisor = createSupervisor();
  const script = `
    process.on('SIGTERM', () => {});
    process.stdin.resume().on('end', () => process.exit(0));
    console.log('ready');`;
  const child = supervisor.start(node, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout!, 'data');
  await supervisor.stop(child);
  expect(child.exitCode).toBe(0);
});
