import type { ProfileThreadInfo } from '#shared/model/profile.ts';

/** What a thread is called: its name, else its number. */
export function threadName({ name, threadId }: ProfileThreadInfo): string {
  if (name !== '') return name;
  return threadId === null ? 'unnamed' : `thread ${threadId}`;
}

/** `http-nio-8080-exec-12` is `http-nio-#-exec-#`: threads of a pool, and of the next start of the program, have other numbers. */
export function threadKind(thread: ProfileThreadInfo): string {
  return threadName(thread).replaceAll(/\d+/gu, '#');
}
