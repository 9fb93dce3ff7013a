import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Tell } from '../measure/interleave.ts';
import { dataFolder } from '../paths.ts';

/** Raise when what is written changes: files are kept between runs. */
const VERSION = 1;
const PIECE_CHARS = 4 << 20;
const FUNCTIONS = 20_000;
const FILES = 300;
/** µs. */
const INTERVAL = 125;

export interface ProfileFile {
  readonly path: string;
  readonly bytes: number;
  readonly nodes: number;
  readonly samples: number;
  /** Of all samples, ns. */
  readonly totalNs: number;
}

/** What differs from one file to the next. */
export interface ProfileVariant {
  /** For the name of the file: another one for each variant. */
  readonly suffix: string;
  /** Another one is another program. */
  readonly treeSeed: number;
  /** Another one is another run of the program; null: goes on from the program. */
  readonly runSeed: number | null;
  /** Samples after which another place of the program runs; V8 sees every place in between, too. */
  readonly samplesPerPlace: number;
}

const USUAL: ProfileVariant = { suffix: '', treeSeed: 5, runSeed: null, samplesPerPlace: 4 };

/** A `.cpuprofile` of a busy server: deep stacks of 20,000 functions, neighbouring samples alike; made once and kept. */
export function profileFile(
  nodes: number,
  samples: number,
  tell: Tell,
  variant: ProfileVariant = USUAL,
): ProfileFile {
  const folder = join(dataFolder, `profile-${VERSION}`);
  const path = join(folder, `${nodes}-${samples}${variant.suffix}.cpuprofile`);
  const facts = `${path}.facts.json`;
  if (!existsSync(facts)) {
    tell(
      `generating a profile of ${nodes.toLocaleString('en')} nodes and ${samples.toLocaleString('en')} samples …`,
    );
    mkdirSync(folder, { recursive: true });
    const partial = `${path}.partial`;
    const totalNs = write(partial, nodes, samples, variant);
    renameSync(partial, path);
    const file: ProfileFile = { path, bytes: statSync(path).size, nodes, samples, totalNs };
    writeFileSync(facts, JSON.stringify(file));
  }
  return JSON.parse(readFileSync(facts, 'utf8')) as ProfileFile;
}

/** @returns the sum of what the samples weigh, ns */
function write(
  path: string,
  nodes: number,
  samples: number,
  { treeSeed, runSeed, samplesPerPlace }: ProfileVariant,
): number {
  const file = openSync(path, 'w');
  let text = '';
  const put = (piece: string): void => {
    text += piece;
    if (text.length > PIECE_CHARS) flush();
  };
  const flush = (): void => {
    writeSync(file, text);
    text = '';
  };
  let random = randomNumbers(treeSeed);
  const children = callTree(nodes, random);
  put('{"nodes":[');
  for (let node = 1; node <= nodes; node++) {
    const own = node === 1 ? null : Math.floor(random() * FUNCTIONS);
    put(`${node === 1 ? '' : ','}${nodeText(node, own, children[node] ?? [])}`);
  }
  // V8 takes the first sample one interval after the start.
  put(`],"startTime":1000000,"endTime":${1_000_000 + samples * INTERVAL},"samples":[`);
  if (runSeed !== null) random = randomNumbers(runSeed);
  let current = 1;
  for (let sample = 0; sample < samples; sample++) {
    if (sample % samplesPerPlace === 0) {
      const jumps = random() < 0.05;
      current = jumps
        ? 1 + Math.floor(random() * nodes)
        : Math.min(nodes, Math.max(1, current + Math.floor(random() * 7) - 3));
    }
    put(`${sample === 0 ? '' : ','}${current}`);
  }
  put('],"timeDeltas":[');
  for (let sample = 0; sample < samples; sample++) put(`${sample === 0 ? '' : ','}${INTERVAL}`);
  put(']}');
  flush();
  closeSync(file);
  return samples * INTERVAL * 1000;
}

/** Children of each node, from 1: mostly one long path at a time, at most 60 deep. */
function callTree(nodes: number, random: () => number): (number[] | undefined)[] {
  const depth = new Int32Array(nodes + 1);
  const children = new Array<number[] | undefined>(nodes + 1);
  for (let node = 2; node <= nodes; node++) {
    const branches = node <= 200 || random() < 0.15 || depth[node - 1]! > 60;
    const parent = branches ? 1 + Math.floor(random() * (node - 1)) : node - 1;
    depth[node] = depth[parent]! + 1;
    (children[parent] ??= []).push(node);
  }
  return children;
}

function nodeText(node: number, own: number | null, children: readonly number[]): string {
  const place = own ?? 0;
  const frame =
    own === null
      ? '"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1'
      : `"functionName":"handleRequest_${place}","scriptId":"${place % FILES}","url":"file:///app/node_modules/` +
        `package${place % FILES}/lib/module_${place % FILES}.js","lineNumber":${place % 2000},"columnNumber":${place % 120}`;
  const calls = children.length === 0 ? '' : `,"children":[${children.join(',')}]`;
  return `{"id":${node},"callFrame":{${frame}},"hitCount":1${calls}}`;
}

function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
}
