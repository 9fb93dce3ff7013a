import type { Importer } from '../../importer.ts';
import { collect, type Collected } from '../../testing/collect.ts';
import { ACTIVE_USER_LIMITS } from '../../gatling/active-users.ts';
import { gatlingBinary } from '../gatling-binary.ts';
import { GatlingBinaryReader } from '../reader.ts';

/** Start of the run. */
export const RUN_MS = 1_700_000_000_000;

/** What the end of an event without a request becomes: Long.MinValue less the start of the run, cut to 32 bits. */
export function unmatchedEnd(startMs: number): number {
  return Number(BigInt.asIntN(32, -(2n ** 63n) - BigInt(startMs)));
}

export interface RunTexts {
  readonly version?: string;
  readonly simulationClass?: string;
  readonly startMs?: number;
  readonly description?: string;
  readonly scenarios?: readonly string[];
  /** Bytes of each. */
  readonly assertions?: readonly number[];
}

/** Writes logs as Gatling 3.13 and later do, for tests: knows nothing of the code that reads them. */
export class LogWriter {
  private readonly bytes: number[] = [];
  private readonly cache = new Map<string, number>();
  /** Where records end, the RUN record first. */
  readonly ends: number[] = [];

  run(texts: RunTexts = {}): this {
    this.byte(0)
      .string(texts.version ?? '3.14.3')
      .string(texts.simulationClass ?? 'shop.Buy');
    const startMs = texts.startMs ?? RUN_MS;
    this.int(Math.floor(startMs / 2 ** 32)).int(startMs | 0);
    this.string(texts.description ?? '');
    const { scenarios = ['Browse', 'Order'], assertions = [] } = texts;
    this.int(scenarios.length);
    for (const scenario of scenarios) this.string(scenario);
    this.int(assertions.length);
    for (const size of assertions) {
      this.int(size);
      for (let i = 0; i < size; i++) this.byte((i * 37) & 0xff);
    }
    return this.end();
  }

  /** Times are ms after the start of the run. */
  request(
    groups: readonly string[],
    name: string,
    start: number,
    end: number,
    ok: boolean | number = true,
    message = '',
  ): this {
    return this.byte(1).list(groups).cached(name).int(start).int(end).byte(Number(ok)).cached(message).end();
  }

  user(scenario: number, isStart: boolean | number, at: number): this {
    return this.byte(2).int(scenario).byte(Number(isStart)).int(at).end();
  }

  group(
    groups: readonly string[],
    start: number,
    end: number,
    cumulated: number,
    ok: boolean | number = true,
  ): this {
    return this.byte(3).list(groups).int(start).int(end).int(cumulated).byte(Number(ok)).end();
  }

  error(message: string, at: number): this {
    return this.byte(4).cached(message).int(at).end();
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  int(value: number): this {
    return this.raw([(value >> 24) & 0xff, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);
  }

  /** Latin-1 when all characters are in it, as the JVM keeps strings; else UTF-16. */
  string(text: string): this {
    const isLatin1 = !/[^\u0000-\u00FF]/u.test(text);
    const bytes = Buffer.from(text, isLatin1 ? 'latin1' : 'utf16le');
    this.int(bytes.length);
    if (bytes.length === 0) return this;
    return this.raw(bytes).byte(isLatin1 ? 0 : 1);
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  private byte(value: number): this {
    return this.raw([value]);
  }

  private list(texts: readonly string[]): this {
    this.int(texts.length);
    for (const text of texts) this.cached(text);
    return this;
  }

  private cached(text: string): this {
    const known = this.cache.get(text);
    if (known !== undefined) return this.int(-known);
    const index = this.cache.size + 1;
    this.cache.set(text, index);
    return this.int(index).string(text);
  }

  private end(): this {
    this.ends.push(this.bytes.length);
    return this;
  }
}

/** One wrong time stamp makes a log of years: a million points that nobody looks at would only make tests slow. */
const importer: Importer = {
  ...gatlingBinary,
  open: (context) => new GatlingBinaryReader(context, { ...ACTIVE_USER_LIMITS, points: 2000 }),
};

export function read(bytes: Uint8Array | LogWriter, pieceBytes = 1 << 20): Collected {
  return collect(importer, bytes instanceof LogWriter ? bytes.toBytes() : bytes, {
    pieceBytes,
    name: 'simulation.log',
  });
}
