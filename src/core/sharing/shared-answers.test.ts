import { describe, expect, it } from 'vitest';
import { SharedAnswers } from './shared-answers.ts';

/** Work that ends when it is told to. */
function controlled(): {
  readonly begun: AbortSignal[];
  readonly work: (signal: AbortSignal, tell: (progress: number) => void) => Promise<string>;
  readonly end: (answer: string) => void;
  readonly fail: (error: Error) => void;
  readonly tell: (progress: number) => void;
} {
  const begun: AbortSignal[] = [];
  let settle: { resolve: (answer: string) => void; reject: (error: Error) => void } | null = null;
  let heard: (progress: number) => void = () => undefined;
  return {
    begun,
    work: (signal, tell) => {
      begun.push(signal);
      heard = tell;
      return new Promise<string>((resolve, reject) => {
        settle = { resolve, reject };
      });
    },
    end: (answer) => settle?.resolve(answer),
    fail: (error) => settle?.reject(error),
    tell: (progress) => heard(progress),
  };
}

const never = new AbortController().signal;

describe('shared answers', () => {
  it('one piece of work for all who ask the same, and its progress to each', async () => {
    const answers = new SharedAnswers<string, number>(2, 'The work');
    const { begun, work, end, tell } = controlled();
    const heard: [string, number][] = [];
    const first = answers.get('a', work, never, (progress) => heard.push(['first', progress]));
    const second = answers.get('a', work, never, (progress) => heard.push(['second', progress]));
    tell(1);
    end('done');
    expect(await Promise.all([first, second])).toEqual(['done', 'done']);
    expect(begun).toHaveLength(1);
    expect(heard).toEqual([
      ['first', 1],
      ['second', 1],
    ]);
    expect(await answers.get('a', work, never)).toBe('done');
    expect(begun).toHaveLength(1);
  });

  it('work ends with the last who waits, not before', async () => {
    const answers = new SharedAnswers<string, number>(2, 'The work');
    const { begun, work } = controlled();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = answers.get('a', work, one.signal);
    const second = answers.get('a', work, two.signal);
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(begun[0]?.aborted).toBe(false);
    two.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(begun[0]?.aborted).toBe(true);
    void answers.get('a', work, never);
    expect(begun).toHaveLength(2);
  });

  it('a failure is not kept', async () => {
    const answers = new SharedAnswers<string, number>(2, 'The work');
    const { begun, work, fail } = controlled();
    const failing = answers.get('a', work, never);
    fail(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    void answers.get('a', work, never);
    expect(begun).toHaveLength(2);
  });

  it('keeps what was asked for last', async () => {
    const answers = new SharedAnswers<string, number>(2, 'The work');
    const asked: string[] = [];
    const ask = (key: string): Promise<string> =>
      answers.get(
        key,
        () => {
          asked.push(key);
          return Promise.resolve(key);
        },
        never,
      );
    await ask('a');
    await ask('b');
    await ask('a');
    await ask('c');
    await ask('a');
    await ask('b');
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
    answers.forget();
    await ask('b');
    expect(asked.at(-1)).toBe('b');
    expect(asked).toHaveLength(5);
  });
});
