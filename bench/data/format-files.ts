import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Tell } from '../measure/interleave.ts';
import { dataFolder } from '../paths.ts';

/** Raise when what is written changes: files are kept between runs. */
const VERSION = 1;
const PIECE = 4 << 20;

export type FormatKind = 'gatling-text' | 'gatling-binary' | 'jmeter-xml' | 'k6-csv' | 'k6-csv-unique';

export interface FormatFile {
  readonly path: string;
  readonly bytes: number;
  readonly requests: number;
  readonly failures: number;
  /** Of all requests, ms. */
  readonly elapsedMs: number;
}

const extensions: Readonly<Record<FormatKind, string>> = {
  'gatling-text': 'log',
  'gatling-binary': 'bin.log',
  'jmeter-xml': 'xml',
  'k6-csv': 'csv',
  'k6-csv-unique': 'unique.csv',
};

/** The same requests in the layout of another tool; made once and kept. */
export function formatFile(kind: FormatKind, requests: number, tell: Tell): FormatFile {
  const folder = join(dataFolder, `formats-${VERSION}`);
  const path = join(folder, `${requests}.${extensions[kind]}`);
  const facts = `${path}.facts.json`;
  if (!existsSync(facts)) {
    tell(`generating ${requests.toLocaleString('en')} requests as ${kind} …`);
    mkdirSync(folder, { recursive: true });
    const partial = `${path}.partial`;
    const sink = new ByteSink(partial);
    const written = { requests, failures: 0, elapsedMs: 0 };
    const writer = writers[kind](sink);
    for (const request of requestsOf(requests)) {
      if (!request.ok) written.failures += 1;
      written.elapsedMs += request.elapsedMs;
      writer.add(request);
    }
    writer.end();
    const bytes = sink.close();
    renameSync(partial, path);
    writeFileSync(facts, JSON.stringify({ path, bytes, ...written } satisfies FormatFile));
  }
  readThrough(path);
  return JSON.parse(readFileSync(facts, 'utf8')) as FormatFile;
}

/** Brings a file of any size into the page cache: disks are not what is compared. */
function readThrough(path: string): void {
  const file = openSync(path, 'r');
  const piece = new Uint8Array(PIECE);
  try {
    while (readSync(file, piece) > 0);
  } finally {
    closeSync(file);
  }
}

interface Request {
  readonly index: number;
  readonly startMs: number;
  readonly elapsedMs: number;
  readonly label: number;
  readonly ok: boolean;
}

const START_MS = 1_750_000_000_000;
const LABELS = 20;

/** Log-normal response times of 20 transactions, one failure in a hundred; always the same. */
function* requestsOf(count: number): Generator<Request> {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
  for (let index = 0; index < count; index++) {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    yield {
      index,
      startMs: START_MS + Math.floor(index / 4),
      elapsedMs: Math.max(1, Math.round(Math.exp(4 + 0.7 * normal))),
      label: Math.floor(random() * LABELS),
      ok: random() >= 0.01,
    };
  }
}

class ByteSink {
  private readonly file: number;
  private readonly buffer = Buffer.alloc(PIECE + (64 << 10));
  private at = 0;
  private total = 0;

  constructor(path: string) {
    this.file = openSync(path, 'w');
  }

  text(text: string): void {
    this.at += this.buffer.write(text, this.at, 'latin1');
    if (this.at >= PIECE) this.flush();
  }

  byte(value: number): void {
    this.buffer[this.at++] = value;
  }

  int(value: number): void {
    this.at = this.buffer.writeInt32BE(value, this.at);
    if (this.at >= PIECE) this.flush();
  }

  long(value: number): void {
    this.at = this.buffer.writeBigInt64BE(BigInt(value), this.at);
  }

  close(): number {
    this.flush();
    closeSync(this.file);
    return this.total;
  }

  private flush(): void {
    writeSync(this.file, this.buffer, 0, this.at);
    this.total += this.at;
    this.at = 0;
  }
}

interface Writer {
  add(request: Request): void;
  end(): void;
}

const nothing = (): void => undefined;

const writers: Readonly<Record<FormatKind, (sink: ByteSink) => Writer>> = {
  'gatling-text': (sink) => {
    sink.text(`RUN\tbench.Shop\tshop\t${START_MS}\t \t3.12.0\n`);
    return {
      add: ({ label, startMs, elapsedMs, ok }) => {
        const message = ok ? ' ' : 'status.find.is(200), but actually found 500';
        sink.text(
          `REQUEST\tshop\tGET /page/${label}\t${startMs}\t${startMs + elapsedMs}\t${ok ? 'OK' : 'KO'}\t${message}\n`,
        );
      },
      end: nothing,
    };
  },
  'gatling-binary': (sink) => {
    const plain = (text: string): void => {
      sink.int(text.length);
      if (text.length === 0) return;
      sink.text(text);
      sink.byte(0);
    };
    const known = new Map<string, number>();
    const cached = (text: string): void => {
      const index = known.get(text);
      if (index !== undefined) {
        sink.int(-index);
        return;
      }
      known.set(text, known.size + 1);
      sink.int(known.size);
      plain(text);
    };
    sink.byte(0);
    plain('3.14.9');
    plain('bench.Shop');
    sink.long(START_MS);
    plain('');
    sink.int(1);
    plain('visitors');
    sink.int(0);
    return {
      add: ({ label, startMs, elapsedMs, ok }) => {
        sink.byte(1);
        sink.int(1);
        cached('shop');
        cached(`GET /page/${label}`);
        sink.int(startMs - START_MS);
        sink.int(startMs - START_MS + elapsedMs);
        sink.byte(ok ? 1 : 0);
        cached(ok ? '' : 'status.find.is(200), but actually found 500');
      },
      end: nothing,
    };
  },
  'jmeter-xml': (sink) => {
    sink.text('<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n');
    return {
      add: ({ label, startMs, elapsedMs, ok, index }) => {
        sink.text(
          `<httpSample t="${elapsedMs}" it="0" lt="${elapsedMs}" ct="1" ts="${startMs}" s="${ok}" lb="GET /page/${label}" ` +
            `rc="${ok ? 200 : 500}" rm="${ok ? 'OK' : 'Internal Server Error'}" tn="Thread Group 1-${index % 100}" dt="text" ` +
            `by="${2000 + label}" sby="180" ng="100" na="100">\n  <java.net.URL>http://shop.test/page/${label}</java.net.URL>\n</httpSample>\n`,
        );
      },
      end: () => sink.text('</testResults>\n'),
    };
  },
  'k6-csv': (sink) => k6Csv(sink, () => ''),
  'k6-csv-unique': (sink) => k6Csv(sink, (index) => `vu=${index % 977}&iter=${index}`),
};

const K6_HEADER =
  'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n';

/** Nine points for each request, as k6 writes them; with `metadata` the points of a request differ from all others. */
function k6Csv(sink: ByteSink, metadata: (index: number) => string): Writer {
  sink.text(K6_HEADER);
  return {
    add: ({ label, startMs, elapsedMs, ok, index }) => {
      const second = Math.floor(startMs / 1000);
      const code = ok ? '200' : '500';
      const url = `http://shop.test/page/${label}`;
      const tags = `,,${ok ? '' : '1500'},${ok},,GET,${url},HTTP/1.1,default,,${code},,,${url},,${metadata(index)}\n`;
      const point = (name: string, value: number): void =>
        sink.text(`http_req${name},${second},${value.toFixed(6)},${tags}`);
      point('s', 1);
      point('_duration', elapsedMs);
      point('_blocked', 0.01);
      point('_connecting', 0);
      point('_tls_handshaking', 0);
      point('_sending', 0.05);
      point('_waiting', elapsedMs - 0.1);
      point('_receiving', 0.05);
      point('_failed', ok ? 0 : 1);
    },
    end: nothing,
  };
}
