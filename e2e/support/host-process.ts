import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { OPENING_MS } from './patience.ts';

const root = join(import.meta.dirname, '../..');
const stopLimitMs = 10_000;

/** One running `out/main/http-server.js`. */
export interface HostProcess {
  /** The address with the token that lets the first page in. */
  readonly url: string;
  /** Everything it wrote on stderr so far. */
  log(): string;
  stop(): Promise<void>;
}

interface HostOptions {
  workspace: string;
  configDir: string;
  files: readonly string[];
}

function parseReadyLine(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  const message = JSON.parse(line) as { ready?: boolean; url?: string };
  return message.ready === true ? message.url : undefined;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(killer);
}

export async function startHostProcess({ workspace, configDir, files }: HostOptions): Promise<HostProcess> {
  const child = spawn(
    process.execPath,
    [join(root, 'out/main/http-server.js'), '--workspace', workspace, ...files],
    {
      cwd: root,
      env: { ...process.env, TZ: 'UTC', LOADSTONE_CONFIG_DIR: configDir },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.once('exit', (code, signal) => {
    log += `[${new Date().toISOString()} the host ended: ${signal ?? `exit code ${code ?? 'none'}`}]\n`;
  });

  const url = await new Promise<string>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`The host ${what}.\n${log}`));
    const timer = setTimeout(() => fail(`was not ready after ${OPENING_MS / 1000} s`), OPENING_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = parseReadyLine(line);
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended before it was ready (exit code ${code ?? 'none'})`);
    });
  }).catch(async (error: unknown) => {
    await stop(child);
    throw error;
  });
  return { url, log: () => log, stop: () => stop(child) };
}
