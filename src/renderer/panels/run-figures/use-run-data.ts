import { useState } from 'react';
import type { Run, Transaction } from '#shared/model/run.ts';
import { useAppState } from '../../state/use-store.ts';
import { selectionLimits } from '../run-nature/run-nature.ts';
import { useCubeApdex } from '../apdex/use-apdex.ts';
import { useRunCube, type RunCube } from './use-run-cube.ts';
import { useRunFigures, type FiguresAnswer } from './use-run-figures.ts';
import { useTransactions } from './use-transactions.ts';

/** What every view of one run is made of. */
export interface RunData {
  readonly transactions: ReadonlyMap<number, Transaction>;
  readonly cube: RunCube | null;
  readonly figures: FiguresAnswer;
  readonly jmeterCompatible: boolean;
  readonly setJmeterCompatible: (on: boolean) => void;
}

export function useRunData(run: Run): RunData {
  const [jmeterCompatible, setJmeterCompatible] = useState(false);
  const transactions = useTransactions(run.id);
  // Without a brush there is nothing to answer: no time stamps, or no samples that could be counted.
  const conditions = useAppState((state) => state.selection.conditions);
  const cube = useRunCube(
    selectionLimits(run).time === null ? run.id : null,
    conditions,
    useCubeApdex(transactions),
  );
  const figures = useRunFigures(run, cube, transactions, jmeterCompatible);
  return { transactions, cube, figures, jmeterCompatible, setJmeterCompatible };
}
