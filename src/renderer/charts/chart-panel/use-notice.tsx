import { useCallback, useEffect, useRef, useState } from 'react';

const SHOWN_MS = 2500;

export interface Notice {
  /** What has just happened; null most of the time. */
  readonly text: string | null;
  /** Says `done` once the work is done, or `failed` when it was refused, for a moment. */
  readonly report: (work: Promise<unknown>, done: string, failed: string) => void;
}

/** A word beside the control that was used: copying shows nothing by itself. */
export function useNotice(): Notice {
  const [text, setText] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const report = useCallback((work: Promise<unknown>, done: string, failed: string) => {
    const say = (words: string): void => {
      setText(words);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setText(null), SHOWN_MS);
    };
    work.then(
      () => say(done),
      () => say(failed),
    );
  }, []);
  return { text, report };
}
