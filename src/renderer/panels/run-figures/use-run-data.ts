import { useState } from 'react';
import type { Run, Transaction } from '#shared/model/run.ts';
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
  // Without time stamps there is no brush to answer, and the cube has one bin.
  const cube = useRunCube(run.startedAtUs === null ? null : run.id);
  const figures = useRunFigures(run, cube, transactions, jmeterCompatible);
  return { transactions, cube, figures, jmeterCompatible, setJmeterCompatible };
}
