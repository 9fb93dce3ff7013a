/** Writes small recordings of Flight Recorder for tests: layouts as in its metadata, constants behind the events. */

export interface SmallSample {
  /** Leaf first: `Class.method`. */
  readonly stack: readonly string[];
  readonly thread: string;
  /** µs since the start of the chunk. */
  readonly atUs: number;
}

export interface SmallRecording {
  readonly samples: readonly SmallSample[];
  /** Integers as LEB128, as every tool writes them today. */
  readonly compressed?: boolean;
  /** The JVM ended before it wrote sizes, metadata and constants. */
  readonly unfinished?: boolean;
  readonly version?: number;
  /** Text of the sampling period: "20 ms". */
  readonly period?: string;
}

const START_NS = 1_700_000_000_000_000_000n;
const TICKS_PER_SECOND = 1_000_000;

const type = {
  boolean: 1,
  int: 2,
  long: 3,
  text: 4,
  symbol: 5,
  class: 6,
  method: 7,
  frameType: 8,
  frame: 9,
  trace: 10,
  thread: 11,
  sample: 100,
  setting: 101,
} as const;

type Field = readonly [name: string, typeId: number, flags?: { pooled?: boolean; array?: boolean }];
const pooled = { pooled: true };

const classes: readonly (readonly [id: number, name: string, fields: readonly Field[]])[] = [
  [type.boolean, 'boolean', []],
  [type.int, 'int', []],
  [type.long, 'long', []],
  [type.text, 'java.lang.String', []],
  [type.symbol, 'jdk.types.Symbol', [['string', type.text]]],
  [type.class, 'java.lang.Class', [['name', type.symbol, pooled]]],
  [
    type.method,
    'jdk.types.Method',
    [
      ['type', type.class, pooled],
      ['name', type.symbol, pooled],
    ],
  ],
  [type.frameType, 'jdk.types.FrameType', [['description', type.text]]],
  [
    type.frame,
    'jdk.types.StackFrame',
    [
      ['method', type.method, pooled],
      ['lineNumber', type.int],
      ['type', type.frameType, pooled],
    ],
  ],
  [
    type.trace,
    'jdk.types.StackTrace',
    [
      ['truncated', type.boolean],
      ['frames', type.frame, { array: true }],
    ],
  ],
  [
    type.thread,
    'java.lang.Thread',
    [
      ['javaName', type.text],
      ['osThreadId', type.long],
    ],
  ],
  [
    type.sample,
    'jdk.ExecutionSample',
    [
      ['startTime', type.long],
      ['sampledThread', type.thread, pooled],
      ['stackTrace', type.trace, pooled],
    ],
  ],
  [
    type.setting,
    'jdk.ActiveSetting',
    [
      ['id', type.long],
      ['name', type.text],
      ['value', type.text],
    ],
  ],
];

class Writer {
  readonly bytes: number[] = [];
  private readonly compressed: boolean;

  constructor(compressed: boolean) {
    this.compressed = compressed;
  }

  byte(value: number): this {
    this.bytes.push(value);
    return this;
  }

  int(value: number): this {
    return this.compressed ? this.varint(value) : this.fixed(BigInt(value), 4);
  }

  long(value: number): this {
    return this.compressed ? this.varint(value) : this.fixed(BigInt(value), 8);
  }

  text(value: string): this {
    const utf8 = new TextEncoder().encode(value);
    this.byte(3).int(utf8.length);
    this.bytes.push(...utf8);
    return this;
  }

  fixed(value: bigint, width: number): this {
    for (let i = width - 1; i >= 0; i--) this.bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
    return this;
  }

  private varint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.bytes.push(rest);
    return this;
  }
}

/** An event with its size, which counts itself. */
function event(compressed: boolean, typeId: number, payload: readonly number[]): number[] {
  const head = new Writer(compressed).long(typeId).bytes;
  const rest = head.length + payload.length;
  let width = 1;
  while (new Writer(compressed).int(rest + width).bytes.length !== width) width++;
  return [...new Writer(compressed).int(rest + width).bytes, ...head, ...payload];
}

/** Numbers texts from 1. */
class Numbers {
  readonly keys = new Map<string, number>();

  of(text: string): number {
    const known = this.keys.get(text);
    if (known !== undefined) return known;
    this.keys.set(text, this.keys.size + 1);
    return this.keys.size;
  }
}

/** One chunk. */
export function jfrChunk(recording: SmallRecording): Uint8Array {
  const { samples, compressed = true, unfinished = false, version = 2, period } = recording;
  const traces = new Numbers();
  const threads = new Numbers();
  const body: number[] = [];
  const write = (): Writer => new Writer(compressed);
  for (const { stack, thread, atUs } of samples) {
    const payload = write()
      .long(atUs)
      .long(threads.of(thread))
      .long(traces.of(stack.join(';')));
    body.push(...event(compressed, type.sample, payload.bytes));
  }
  if (period !== undefined)
    body.push(
      ...event(compressed, type.setting, write().long(type.sample).text('period').text(period).bytes),
    );
  if (!unfinished) {
    body.push(...event(compressed, 1, constants(write(), traces, threads).bytes));
    body.push(...event(compressed, 0, metadata(write()).bytes));
  }
  const header = new Writer(false)
    .fixed(0x464c5200n, 4)
    .fixed(BigInt(version), 2)
    .fixed(0n, 2)
    .fixed(unfinished ? 0n : BigInt(68 + body.length), 8)
    .fixed(0n, 8)
    .fixed(0n, 8)
    .fixed(START_NS, 8)
    .fixed(1_000_000_000n, 8)
    .fixed(0n, 8)
    .fixed(BigInt(TICKS_PER_SECOND), 8)
    .fixed(compressed ? 1n : 0n, 4);
  return Uint8Array.from([...header.bytes, ...body]);
}

function constants(writer: Writer, traces: Numbers, threads: Numbers): Writer {
  const methods = new Numbers();
  const symbols = new Numbers();
  const owners = new Numbers();
  const pool = (
    into: Writer,
    typeId: number,
    numbers: Numbers,
    each: (text: string, into: Writer) => void,
  ): void => {
    into.long(typeId).int(numbers.keys.size);
    for (const [text, key] of numbers.keys) each(text, into.long(key));
  };
  writer.long(0).long(0).long(0).byte(0).int(6);
  pool(writer, type.trace, traces, (text, into) => {
    const frames = text.split(';');
    into.byte(0).int(frames.length);
    for (const frame of frames) into.long(methods.of(frame)).int(7).long(1);
  });
  pool(writer, type.method, methods, (text, into) => {
    const dot = text.lastIndexOf('.');
    into.long(owners.of(text.slice(0, dot).replaceAll('.', '/'))).long(symbols.of(text.slice(dot + 1)));
  });
  pool(writer, type.class, owners, (text, into) => into.long(symbols.of(text)));
  pool(writer, type.symbol, symbols, (text, into) => into.text(text));
  pool(writer, type.thread, threads, (text, into) => into.text(text).long(100 + threads.of(text)));
  const frameTypes = new Numbers();
  frameTypes.of('JIT compiled');
  pool(writer, type.frameType, frameTypes, (text, into) => into.text(text));
  return writer;
}

function metadata(writer: Writer): Writer {
  const texts = new Numbers();
  const place = (text: string): number => texts.of(text) - 1;
  type Node = readonly [
    name: string,
    attributes: readonly (readonly [string, string])[],
    children: readonly Node[],
  ];
  const root: Node = [
    'root',
    [],
    [
      [
        'metadata',
        [],
        classes.map(([id, name, fields]): Node => [
          'class',
          [
            ['id', String(id)],
            ['name', name],
          ],
          fields.map(([field, typeId, flags]): Node => [
            'field',
            [
              ['name', field],
              ['class', String(typeId)],
              ...(flags?.pooled === true ? ([['constantPool', 'true']] as const) : []),
              ...(flags?.array === true ? ([['dimension', '1']] as const) : []),
            ],
            [],
          ]),
        ]),
      ],
    ],
  ];
  const visit = ([name, attributes, children]: Node, number: (value: number) => void): void => {
    number(place(name));
    number(attributes.length);
    for (const [key, value] of attributes) {
      number(place(key));
      number(place(value));
    }
    number(children.length);
    for (const child of children) visit(child, number);
  };
  // Once for the texts, which stand in front of the elements.
  visit(root, () => undefined);
  writer.long(0).long(0).long(1).int(texts.keys.size);
  for (const text of texts.keys.keys()) writer.text(text);
  visit(root, (value) => writer.int(value));
  return writer;
}
