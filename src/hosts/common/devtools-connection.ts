import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

/** A message of Chromium's DevTools protocol that answers a call; events have no `id`. */
const answerSchema = z.object({
  id: z.number(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ message: z.string() }).optional(),
});

type Answer = Readonly<Record<string, unknown>>;

/** Calls over the two pipes of `--remote-debugging-pipe`: messages end with a zero byte. */
export class DevtoolsConnection {
  private readonly output: Writable;
  private readonly waiting = new Map<
    number,
    { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }
  >();
  private nextId = 1;
  /** Pieces of the message that has not ended yet: joined once, large answers come in many. */
  private pieces: string[] = [];

  constructor(output: Writable, input: Readable) {
    this.output = output;
    input.setEncoding('utf8').on('data', (text: string) => this.receive(text));
    // The browser may end at any moment; its exit is what counts.
    input.on('error', () => undefined);
    output.on('error', () => undefined);
  }

  /** @throws {Error} with the browser's words, or when {@link end} comes first */
  call(method: string, params: Answer, sessionId?: string): Promise<Answer> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** Nothing will be answered any more. */
  end(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  private receive(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', from)) {
      this.pieces.push(text.slice(from, end));
      this.settle(this.pieces.join(''));
      this.pieces = [];
      from = end + 1;
    }
    if (from < text.length) this.pieces.push(text.slice(from));
  }

  private settle(message: string): void {
    const parsed = answerSchema.safeParse(JSON.parse(message));
    if (!parsed.success) return;
    const { id, result, error } = parsed.data;
    const waiter = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) waiter?.resolve(result ?? {});
    else waiter?.reject(new Error(error.message));
  }
}
