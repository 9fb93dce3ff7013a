import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peersFolder, root } from '../paths.ts';
import type { Tell } from '../measure/interleave.ts';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifestFile = join(root, 'bench/peers/package.json');

export interface PeerPackages {
  readonly folder: string;
  /** Names with versions, for the report. */
  readonly versions: string;
  /** Why they are not there; null: they are. */
  readonly missing: string | null;
  readonly versionOf: (name: string) => string;
}

/** Installs the packages that the product is compared with, in the versions that `peers/package.json` names. */
export function peerPackages(tell: Tell): PeerPackages {
  const { dependencies } = readManifest(manifestFile);
  const versions = Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  const there = Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version);
  let missing: string | null = null;
  if (!there) {
    tell(`installing ${versions} into bench/.peers …`);
    mkdirSync(peersFolder, { recursive: true });
    copyFileSync(manifestFile, join(peersFolder, 'package.json'));
    const { status } = spawnSync(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
      {
        cwd: peersFolder,
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: process.platform === 'win32',
      },
    );
    if (status !== 0) missing = 'the package could not be installed';
  }
  return { folder: peersFolder, versions, missing, versionOf: (name) => dependencies[name] ?? '' };
}

function installedVersion(name: string): string | null {
  const file = join(peersFolder, 'node_modules', name, 'package.json');
  return existsSync(file) ? readManifest(file).version : null;
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
