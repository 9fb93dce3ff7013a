import type { ReactNode } from 'react';
import type { Comparison } from '#shared/model/comparison.ts';
import { Segmented } from '../../ui/Segmented.tsx';

const EXTENTS = [
  { value: 'one', label: 'One run' },
  { value: 'all', label: 'All runs' },
] as const;

interface RunChoiceProps {
  readonly comparison: Comparison;
  /** Positions in the lists of both sides. */
  readonly places: readonly [number, number];
  readonly onPlaces: (places: readonly [number, number]) => void;
  /** Distributions show all runs of a side together. */
  readonly together: boolean;
  readonly onTogether: (together: boolean) => void;
  /** Why they cannot; null: they can. */
  readonly whyNot: string | null;
}

/** Which run of a side the charts show, where it has several, and whether distributions show all of them together. */
export function RunChoice(props: RunChoiceProps): ReactNode {
  const { comparison, places, onPlaces, together, onTogether, whyNot } = props;
  const { baseline, candidate } = comparison;
  if (baseline.length < 2 && candidate.length < 2) return null;
  const sides = [
    { letter: 'A', runs: baseline, at: places[0], set: (to: number) => onPlaces([to, places[1]]) },
    { letter: 'B', runs: candidate, at: places[1], set: (to: number) => onPlaces([places[0], to]) },
  ];
  return (
    <>
      {whyNot === null ? (
        <Segmented
          label="Runs in the percentile curve and the shift function"
          value={together ? 'all' : 'one'}
          options={EXTENTS}
          onChange={(extent) => onTogether(extent === 'all')}
        />
      ) : (
        <span className="text-3" title={whyNot}>
          one run a side<span className="visually-hidden">: {whyNot}</span>
        </span>
      )}
      {sides.map(({ letter, runs, at, set }) =>
        runs.length < 2 ? null : (
          <select
            key={letter}
            className="compare-select"
            aria-label={`Run of ${letter} in the charts`}
            value={at}
            onChange={(event) => set(Number(event.target.value))}
          >
            {runs.map((run, index) => (
              <option key={run.runId} value={index}>
                {letter}: {run.name}
              </option>
            ))}
          </select>
        ),
      )}
    </>
  );
}
