import type { HeapPeerAnswer } from '../child/heap-memlab.ts';
import type { HeapAnswer } from '../child/heap-read.ts';
import type { HeapFile } from '../data/heap-file.ts';
import type { Case, Tell } from '../measure/interleave.ts';
import { runMeasured } from '../measure/run-process.ts';
import type { BenchOptions } from '../options.ts';
import { devtoolsWorker } from '../peers/devtools.ts';
import { peerPackages } from '../peers/packages.ts';
import { childCommand, runJob } from '../product/bundle.ts';
import { sameFacts } from './facts.ts';

/** Programs that keep objects of JavaScript need room; more than Node gives by itself. */
const ROOM = ['--max-old-space-size=12000'];

/** A size for the full report, less for smaller files, least with `--quick`. */
export function usersOf(full: number, quick: number, options: BenchOptions): number {
  if (options.quick) return quick;
  return Math.max(quick, Math.round(full * Math.min(1, options.rows / 10_000_000)));
}

export function readBytesCase({ path, bytes }: HeapFile): Case {
  return {
    id: 'bytes',
    name: 'Reading the bytes (Node, 4 MB at a time)',
    run: () => runJob('read-bytes', { file: path }),
    check: ({ answer }) => sameFacts({ bytes }, answer),
  };
}

export function readCase({ path, users }: HeapFile): Case {
  return {
    id: 'read',
    name: '**Loadstone** → classes, dominators, retained sizes',
    run: () => runJob('heap-read', { file: path }),
    check({ answer }) {
      const { nodes, selfBytes, rootRetainedBytes } = answer as HeapAnswer;
      sameFacts({ rootRetainedBytes: selfBytes }, { rootRetainedBytes });
      atLeast(users, nodes ?? 0);
    },
  };
}

export function parseCase({ path, users }: HeapFile): Case {
  return {
    id: 'parse',
    name: '`JSON.parse` of the text, nothing computed',
    run: () => runMeasured(childCommand('heap-parse', { file: path }, ROOM)),
    check: ({ answer }) => atLeast(users, (answer as { readonly nodes: number }).nodes),
  };
}

/** The code with which DevTools opens a snapshot, with its two threads. */
export async function devtoolsCase({ path, users }: HeapFile, tell: Tell): Promise<Case> {
  const { module, version, missing } = await devtoolsWorker(tell);
  return {
    id: 'devtools',
    name: `Chrome DevTools’ worker code (chrome-devtools-frontend ${version}) → the same`,
    missing,
    run: () => runMeasured(childCommand('heap-devtools', { module, file: path }, ROOM)),
    check: ({ answer }) => atLeast(users, (answer as HeapPeerAnswer).nodes),
  };
}

export function memlabCase({ path, users }: HeapFile, tell: Tell): Case {
  const { folder, missing, versionOf } = peerPackages(tell);
  return {
    id: 'memlab',
    name: `MemLab (@memlab/core ${versionOf('@memlab/core')}) → dominators, retained sizes`,
    missing,
    run: () => runMeasured(childCommand('heap-memlab', { folder, file: path }, ROOM)),
    check: ({ answer }) => atLeast(users, (answer as HeapPeerAnswer).nodes),
  };
}

function atLeast(users: number, nodes: number): void {
  if (nodes < users) throw new Error(`wrong result: ${nodes} objects, fewer than the ${users} users`);
}
