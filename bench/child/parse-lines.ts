import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

interface Line {
  readonly type: string;
  readonly data: { readonly value: number };
}

/** k6's NDJSON the plain way: a line at a time, `JSON.parse`, add up; nothing is stored. */
export async function run(input: { readonly file: string }): Promise<{ points: number; sum: number }> {
  let points = 0;
  let sum = 0;
  const stream = createReadStream(input.file, { highWaterMark: 1 << 20 });
  for await (const text of createInterface({ input: stream })) {
    const line = JSON.parse(text) as Line;
    if (line.type !== 'Point') continue;
    points += 1;
    sum += line.data.value;
  }
  return { points, sum };
}
