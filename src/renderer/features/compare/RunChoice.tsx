import type { ReactNode } from 'react';
import type { Comparison } from '#shared/model/comparison.ts';

interface RunChoiceProps {
  readonly comparison: Comparison;
  /** Positions in the lists of both sides. */
  readonly places: readonly [number, number];
  readonly onPlaces: (places: readonly [number, number]) => void;
}

/** Which run of a side the charts show, where it has several: distributions of different runs are not added up. */
export function RunChoice({ comparison, places, onPlaces }: RunChoiceProps): ReactNode {
  const sides = [
    { letter: 'A', runs: comparison.baseline, at: places[0], set: (to: number) => onPlaces([to, places[1]]) },
    {
      letter: 'B',
      runs: comparison.candidate,
      at: places[1],
      set: (to: number) => onPlaces([places[0], to]),
    },
  ];
  return sides.map(({ letter, runs, at, set }) =>
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
  );
}
