import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Tell } from '../measure/interleave.ts';
import { dataFolder } from '../paths.ts';
import { randomWalk, type WalkedStacks } from './profile-walk.ts';
import { PprofWriter } from './profile-pprof.ts';

/** Raise when what is written changes: files are kept between runs. */
const VERSION = 1;
const PIECE = 4 << 20;

export const profileKinds = ['pprof', 'pprof-gzip', 'folded', 'perf-script', 'trace-event'] as const;
export type ProfileKind = (typeof profileKinds)[number];

export interface ProfileFormatFile {
  readonly path: string;
  readonly bytes: number;
  /** Before packing. */
  readonly unpackedBytes: number;
  readonly samples: number;
  /** Sum of all samples: samples of folded stacks, ns of the others. */
  readonly weight: number;
}

const extensions: Readonly<Record<ProfileKind, string>> = {
  pprof: 'pb',
  'pprof-gzip': 'pb.gz',
  folded: 'folded',
  'perf-script': 'perf',
  'trace-event': 'trace.json',
};

/** Writes samples until the file is large enough. */
interface FormatWriter {
  begin(put: Put): void;
  sample(index: number, put: Put): void;
  /** @returns the sum of the weights of `samples` samples */
  end(samples: number, put: Put): number;
}

type Put = (piece: Uint8Array | string) => void;

/** A profile of a server in one format, of at least so many bytes before packing; made once and kept. */
export function profileFormatFile(kind: ProfileKind, bytes: number, tell: Tell): ProfileFormatFile {
  const folder = join(dataFolder, `profile-formats-${VERSION}`);
  const path = join(folder, `${bytes}.${extensions[kind]}`);
  const facts = `${path}.facts.json`;
  if (!existsSync(facts)) {
    mkdirSync(folder, { recursive: true });
    const file = kind === 'pprof-gzip' ? packed(path, bytes, tell) : plain(kind, path, bytes, tell);
    writeFileSync(facts, JSON.stringify(file));
  }
  return JSON.parse(readFileSync(facts, 'utf8')) as ProfileFormatFile;
}

function packed(path: string, bytes: number, tell: Tell): ProfileFormatFile {
  const source = profileFormatFile('pprof', bytes, tell);
  tell('packing it …');
  writeFileSync(path, gzipSync(readFileSync(source.path), { level: 6 }));
  return { ...source, path, bytes: statSync(path).size };
}

function plain(
  kind: Exclude<ProfileKind, 'pprof-gzip'>,
  path: string,
  least: number,
  tell: Tell,
): ProfileFormatFile {
  tell(`generating a profile of ${Math.round(least / 1e6)} MB as ${kind} …`);
  const partial = `${path}.partial`;
  const file = openSync(partial, 'w');
  const buffer = Buffer.alloc(PIECE);
  let filled = 0;
  let written = 0;
  const put: Put = (piece) => {
    const length = typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
    if (filled + length > PIECE) {
      writeSync(file, buffer, 0, filled);
      filled = 0;
    }
    if (typeof piece === 'string') buffer.write(piece, filled);
    else buffer.set(piece, filled);
    filled += length;
    written += length;
  };
  const writer = writers[kind](randomWalk());
  writer.begin(put);
  let samples = 0;
  while (written < least) writer.sample(samples++, put);
  const weight = writer.end(samples, put);
  writeSync(file, buffer, 0, filled);
  closeSync(file);
  renameSync(partial, path);
  return { path, bytes: written, unpackedBytes: written, samples, weight };
}

const INTERVAL_NS = 1_000_000;

const writers: Readonly<Record<Exclude<ProfileKind, 'pprof-gzip'>, (walk: WalkedStacks) => FormatWriter>> = {
  pprof: (walk) => new PprofWriter(walk, INTERVAL_NS),

  folded(walk) {
    let weight = 0;
    return {
      begin: () => undefined,
      sample(index, put) {
        const own = 1 + (index % 7);
        weight += own;
        put(`${walk.next().map(walk.nameOf).join(';')} ${own}\n`);
      },
      end: () => weight,
    };
  },

  'perf-script': (walk) => ({
    begin: () => undefined,
    sample(index, put) {
      const seconds = (100 + (index * INTERVAL_NS) / 1e9).toFixed(6);
      const thread = 4000 + (index % 8);
      put(`server-${thread} 4000/${thread} [00${index % 2}] ${seconds}: ${INTERVAL_NS} cpu-clock:u: \n`);
      const frames = walk.next();
      for (let at = frames.length - 1; at >= 0; at--) {
        const own = frames[at]!;
        const address = (0x55d0_0000_0000 + own * 4096).toString(16);
        put(`\t${address} ${walk.nameOf(own)}+0x${(own % 512).toString(16)} (${walk.moduleOf(own)})\n`);
      }
      put('\n');
    },
    end: (samples) => samples * INTERVAL_NS,
  }),

  'trace-event': (walk) => new TraceWriter(walk),
};

/** A performance recording: chunks of nodes and samples among tasks of the main thread. */
class TraceWriter implements FormatWriter {
  readonly #walk: WalkedStacks;
  readonly #known = new Set<number>();
  #nodes: string[] = [];
  #samples: number[] = [];

  constructor(walk: WalkedStacks) {
    this.#walk = walk;
  }

  begin(put: Put): void {
    const base = '"pid":7,"tid":7,"ts":1000,"cat":"disabled-by-default-v8.cpu_profiler","id":"0x1"';
    put(`{"traceEvents":[{"ph":"P","name":"Profile",${base},"args":{"data":{"startTime":1000}}}`);
  }

  sample(index: number, put: Put): void {
    const node = this.#walk.nextNode();
    for (let at = node; at >= 0 && !this.#known.has(at); at = this.#walk.parentOf(at)) this.#add(at);
    this.#samples.push(node + 1);
    const us = 1000 + index * (INTERVAL_NS / 1000);
    put(
      `,\n{"ph":"X","name":"RunTask","pid":7,"tid":7,"ts":${us},"dur":${index % 900},"cat":"devtools.timeline","args":{"src_func":"RunNextTask","src_file":"../../base/task/sequence.cc"}}`,
    );
    if (this.#samples.length >= 100) this.#flush(us, put);
  }

  end(samples: number, put: Put): number {
    this.#flush(1000 + samples * (INTERVAL_NS / 1000), put);
    put(']}');
    // A sample lasts until the next one; nobody says when the last ends.
    return (samples - 1) * INTERVAL_NS;
  }

  #add(node: number): void {
    this.#known.add(node);
    const above = this.#walk.parentOf(node);
    const own = this.#walk.functionOf(node);
    this.#nodes.push(
      `{"id":${node + 1},"callFrame":{"codeType":"JS","functionName":"${this.#walk.nameOf(own)}","scriptId":${own % 300},"url":"file:///app/${own % 300}.js","lineNumber":${own % 2000},"columnNumber":${own % 120}}${above < 0 ? '' : `,"parent":${above + 1}`}}`,
    );
  }

  #flush(us: number, put: Put): void {
    const deltas = new Array<number>(this.#samples.length).fill(INTERVAL_NS / 1000);
    put(
      `,\n{"ph":"P","name":"ProfileChunk","pid":7,"tid":9,"ts":${us},"cat":"disabled-by-default-v8.cpu_profiler","id":"0x1","args":{"data":{"cpuProfile":{"nodes":[${this.#nodes.join(',')}],"samples":[${this.#samples.join(',')}]},"timeDeltas":[${deltas.join(',')}]}}}`,
    );
    this.#nodes = [];
    this.#samples = [];
  }
}
