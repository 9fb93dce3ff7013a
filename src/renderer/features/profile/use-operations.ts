import { useEffect, useMemo, useState } from 'react';
import type { ProfileInfo } from '#shared/model/profile.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { overallFigures, percentilesFor } from '../../panels/run-figures/figures.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';

/** Completed operations by profile; null: not known. */
export type Operations = ReadonlyMap<number, number | null>;

const NOTHING: Operations = new Map();

/**
 * How many operations the linked runs completed while the profiles were taken: what "per request" divides by.
 * @param span part of the profiles, ms since their start; null: all of their time
 */
export function useOperations(
  profiles: readonly ProfileInfo[],
  span: TimeSpan | null,
): {
  readonly operations: Operations;
  readonly loading: boolean;
} {
  const layer = useQueryLayer();
  const runs = useAppState((state) => state.workspace.runs);
  const questions = useMemo(
    () => profiles.map((profile) => ({ id: profile.id, question: questionOf(profile, span, runs) })),
    [profiles, span, runs],
  );
  const [answer, setAnswer] = useState<{ readonly of: object; readonly operations: Operations } | null>(null);

  useEffect(() => {
    let current = true;
    const asked = questions.map(({ id, question }) => ({
      id,
      asked: question === null ? null : layer.ask('latency.summary', question),
    }));
    void Promise.all(
      asked.map(async ({ id, asked: call }): Promise<readonly [number, number | null]> => {
        if (call === null) return [id, null];
        try {
          return [id, overallFigures(await call.result).samples];
        } catch {
          // A run whose samples cannot be counted leaves "per request" out; its own views say what is wrong.
          return [id, null];
        }
      }),
    ).then((entries) => {
      if (current) setAnswer({ of: questions, operations: new Map(entries) });
    });
    return () => {
      current = false;
      for (const { asked: call } of asked) call?.release();
    };
  }, [layer, questions]);

  return {
    operations: answer?.operations ?? NOTHING,
    loading: answer?.of !== questions,
  };
}

function questionOf(
  { link, durationMs }: ProfileInfo,
  span: TimeSpan | null,
  runs: readonly Run[],
): ReturnType<typeof summaryQuestion> | null {
  const run = runs.find(({ id }) => id === link?.runId);
  const lasts = durationMs ?? 0;
  if (link === null || run === undefined || lasts <= 0) return null;
  const from = link.offsetMs + (span?.fromMs ?? 0);
  const to = link.offsetMs + (span?.toMs ?? lasts);
  const filter = sampleFilter({
    runId: run.id,
    time: { fromMs: Math.max(0, from), toMs: Math.max(1, to) },
    transactions: null,
    outcome: 'all',
    latency: null,
    conditions: [],
  });
  return filter === null ? null : summaryQuestion(filter, percentilesFor(run));
}
