import { jfrChunk } from './jfr-bytes.ts';
import { otlpBytes } from './otlp-bytes.ts';

const encoder = new TextEncoder();
const text = (...lines: readonly string[]): Uint8Array => encoder.encode(`${lines.join('\n')}\n`);
const json = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** A small file of each format: id, bytes, and what all samples together weigh. */
export const smallFiles: readonly (readonly [format: string, bytes: Uint8Array, total: number])[] = [
  [
    'perf-script',
    text(
      '# perf version : 6.1',
      'app  12/13 [000] 1.000100:  250000 cpu-clock:uhH: ',
      '\t55d0 work+0x10 (/bin/app)',
      '\t55e0 main+0x20 (/bin/app)',
      '',
      'app  12/13 [000] 1.000400:  250000 cpu-clock:uhH: ',
      '\t55e0 main+0x20 (/bin/app)',
      '',
    ),
    500_000,
  ],
  [
    'callgrind',
    text(
      '# callgrind format',
      'events: Ir',
      'fl=(1) a.c',
      'fn=(1) main',
      '1 20',
      'cfn=(2) work',
      'calls=3 5',
      '+2 80',
      'fn=(2)',
      '5 80',
      'totals: 100',
    ),
    100,
  ],
  [
    'bpftrace',
    text(
      'Attaching 1 probe...',
      '',
      '@[',
      '    work+12',
      '    main+3',
      ', app]: 5',
      '@[',
      '    main+3',
      ', app]: 2',
    ),
    7,
  ],
  [
    'stackprof',
    json({
      version: 1.2,
      mode: 'wall',
      interval: 1000,
      samples: 3,
      gc_samples: 0,
      missed_samples: 0,
      frames: { '1': { name: 'main', file: 'a.rb', line: 1 }, '2': { name: 'work', file: 'a.rb', line: 5 } },
      raw: [2, 1, 2, 2, 1, 1, 1],
      raw_timestamp_deltas: [1000, 900, 1100],
    }),
    3_000_000,
  ],
  [
    'instruments',
    text(
      'Weight\tSelf Weight\t\tSymbol Name',
      '3.00 ms  100.0%\t1.00 ms\t \tmain',
      '2.00 ms   66.6%\t2.00 ms\t \t work',
    ),
    3_000_000,
  ],
  [
    'vtune',
    text('Function Stack,CPU Time:Self,Module', 'Total,0.0,', ' main,0.002s,app', '  "work<a, b>",0.003,app'),
    5_000_000,
  ],
  [
    'vtune-gprof',
    text(
      'Index  % CPU Time:Total  CPU Time:Self  CPU Time:Children  Name       Index',
      '-----  ----------------  -------------  -----------------  ---------  -----',
      '[0]    100.0             1.0            3.0                main       [0]',
      '                         3.0            0.0                  work     [1]',
      '',
      '                         3.0            0.0                  main     [0]',
      '[1]    75.0              3.0            0.0                work       [1]',
      '',
      'Index by function name',
    ),
    4e9,
  ],
  [
    'yourkit-csv',
    text(
      '"Call Tree","Time (ms)","Level"',
      '"<All threads>","7","1"',
      '"a.main()","7","2"',
      '"A.java:3 a.work()","4","3"',
    ),
    7e6,
  ],
  [
    'yourkit-xml',
    text(
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<view description="CPU &amp; more">',
      '<node call_tree="a.B.main()" javaClass="a.B" javaMethod="main()" time_ms="7" self_time_ms="3">',
      '<node call_tree="B.java:7 a.B.work(List&lt;X&gt;)" time_ms="4" self_time_ms="4"/>',
      '</node>',
      '</view>',
    ),
    7e6,
  ],
  [
    'otlp-json',
    json({
      resourceProfiles: [
        {
          resource: { attributes: [{ key: 'process.pid', value: { intValue: '7' } }] },
          scopeProfiles: [
            {
              profiles: [
                {
                  sampleType: { typeStrindex: 1, unitStrindex: 2 },
                  samples: [
                    {
                      stackIndex: 1,
                      values: ['30', '5'],
                      timestampsUnixNano: ['1700000000000001000', '1700000000000002000'],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
      dictionary: {
        mappingTable: [{}],
        locationTable: [{}, { lines: [{ functionIndex: 1 }] }],
        functionTable: [{}, { nameStrindex: 3 }],
        stringTable: ['', 'cpu', 'nanoseconds', 'main'],
        attributeTable: [{}],
        stackTable: [{}, { locationIndices: [1] }],
      },
    }),
    35,
  ],
  ['otlp', otlpBytes, 40],
  [
    'jfr',
    jfrChunk({
      samples: [
        { stack: ['a.B.work', 'a.B.main'], thread: 'main', atUs: 10 },
        { stack: ['a.B.main'], thread: 'main', atUs: 30 },
      ],
      period: '20 ms',
    }),
    2,
  ],
];
