/** Protocol Buffers for tests of OTLP: fields as pairs of number and value. */
export type WireValue =
  number | bigint | string | readonly (readonly [field: number, value: WireValue])[] | Packed;

/** Numbers behind each other in one field; `fixed`: eight bytes each. */
export interface Packed {
  readonly numbers: readonly bigint[];
  readonly fixed?: boolean;
}

export function wireMessage(fields: readonly (readonly [field: number, value: WireValue])[]): number[] {
  return fields.flatMap(([field, value]) => {
    if (typeof value === 'bigint') return [(field << 3) | 1, ...fixed64(value)];
    if (typeof value === 'number') return [field << 3, ...varint(BigInt(value))];
    const content =
      typeof value === 'string'
        ? [...new TextEncoder().encode(value)]
        : 'numbers' in value
          ? value.numbers.flatMap((own) => (value.fixed === true ? fixed64(own) : varint(own)))
          : wireMessage(value);
    return [(field << 3) | 2, ...varint(BigInt(content.length)), ...content];
  });
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

function fixed64(value: bigint): number[] {
  return Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

/** Two samples of `main;work` and one of `main`, 40 ns in all. */
export const otlpBytes = Uint8Array.from(
  wireMessage([
    [
      1,
      [
        [
          1,
          [
            [
              1,
              [
                [1, 'process.pid'],
                [2, [[3, 7]]],
              ],
            ],
          ],
        ],
        [
          2,
          [
            [
              2,
              [
                [
                  1,
                  [
                    [1, 1],
                    [2, 2],
                  ],
                ],
                [
                  2,
                  [
                    [1, 1],
                    [2, { numbers: [1n] }],
                    [4, { numbers: [10n, 20n] }],
                    [5, { numbers: [1_700_000_000_000_001_000n, 1_700_000_000_000_003_000n], fixed: true }],
                  ],
                ],
                [
                  2,
                  [
                    [1, 2],
                    [4, { numbers: [10n] }],
                    [5, { numbers: [1_700_000_000_000_002_000n], fixed: true }],
                  ],
                ],
                [3, 1_700_000_000_000_000_000n],
                [4, 5000],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      2,
      [
        [1, []],
        [1, [[4, 6]]],
        [2, []],
        [
          2,
          [
            [1, 1],
            [2, 4096],
            [3, [[1, 1]]],
          ],
        ],
        [
          2,
          [
            [1, 1],
            [2, 8192],
            [3, [[1, 2]]],
          ],
        ],
        [3, []],
        [3, [[1, 3]]],
        [
          3,
          [
            [1, 4],
            [3, 5],
            [4, 12],
          ],
        ],
        ...['', 'cpu', 'nanoseconds', 'main', 'work', 'a.c', '/bin/app', 'thread.name'].map(
          (text) => [5, text] as const,
        ),
        [6, []],
        [
          6,
          [
            [1, 7],
            [2, [[1, 'pool-1']]],
          ],
        ],
        [7, []],
        [7, [[1, { numbers: [2n, 1n] }]]],
        [7, [[1, { numbers: [1n] }]]],
      ],
    ],
  ]),
);
