import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { version as duckdbVersion } from '@duckdb/node-api';
import { readJson } from '../scripts/bootstrap/read-json.mjs';
import { join } from 'node:path';
import { root } from './paths.ts';

/** What figures depend on; nothing that tells whose computer it is. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly duckdb: string;
  /** Processes that wanted to run in the last minute, when the suite began. */
  readonly load: number;
}

export function describeMachine(): Machine {
  const { version } = readJson(join(root, 'node_modules/@duckdb/node-api/package.json')) as {
    version: string;
  };
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${distribution() ?? type()}, ${type()} ${release().split('-')[0] ?? ''} ${process.arch}`,
    node: process.version,
    duckdb: `${duckdbVersion()} (@duckdb/node-api ${version})`,
    load: loadavg()[0] ?? 0,
  };
}

function distribution(): string | null {
  try {
    return /^PRETTY_NAME="?(.*?)"?$/mu.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}
