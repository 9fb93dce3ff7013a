import { useEffect, useState, useSyncExternalStore } from 'react';
import { queryKey } from '../../data/query-key.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { SamplePager, type LoadedSamples, type SampleQuestion } from './sample-pager.ts';

export interface SamplesAnswer extends LoadedSamples {
  readonly loadMore: () => void;
  readonly retry: () => void;
}

/** Samples of a selection, page by page; asked again whenever the question or the workspace changes. */
export function useSamples(question: SampleQuestion | null): SamplesAnswer {
  const layer = useQueryLayer();
  const [pager] = useState(() => new SamplePager(layer));
  const loaded = useSyncExternalStore(pager.subscribe, pager.current);
  const generation = useSyncExternalStore(
    (listener) => layer.onStale(listener),
    () => layer.generation(),
  );
  const key = question === null ? null : queryKey('latency.samples', question);
  useEffect(() => {
    pager.ask(question);
    // The key stands for the question.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pager, key, generation]);
  useEffect(() => () => pager.close(), [pager]);
  return { ...loaded, loadMore: pager.loadMore, retry: pager.retry };
}
