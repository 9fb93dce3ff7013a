import type { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';

const MAX_JSON_BYTES = 4 << 20;

/** @throws {AppError} `bad-request` */
export async function readJson<S extends z.ZodType>(request: Readable, schema: S): Promise<z.infer<S>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) throw new AppError('bad-request', 'The request is too large.');
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new AppError('bad-request', 'The request is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new AppError(
      'bad-request',
      `The request is not as expected: ${parsed.error.issues[0]?.message ?? ''}`,
    );
  return parsed.data;
}
