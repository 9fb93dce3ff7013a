import { useMemo, useState, type ReactNode } from 'react';
import type { Comparison, ComparisonRequest } from '#shared/model/comparison.ts';
import type { GateTransactions } from '../../panels/gates/GateDetails.tsx';
import { GateStrip } from '../../panels/gates/GateStrip.tsx';
import { useGatesAgainst } from '../../panels/gates/use-gates.ts';
import { useActions, useAppState } from '../../state/use-store.ts';

interface CompareGatesProps {
  readonly request: ComparisonRequest;
  /** Null before the first answer: verdicts come first. */
  readonly comparison: Comparison | null;
}

/** The candidate held against its gates, with the baseline of the comparison. */
export function CompareGates({ request, comparison }: CompareGatesProps): ReactNode {
  const { runIds } = request.candidate;
  const runs = useAppState((state) => state.workspace.runs);
  const [chosen, setChosen] = useState<number | null>(null);
  const runId = chosen !== null && runIds.includes(chosen) ? chosen : runIds[0];
  const answer = useGatesAgainst(comparison === null ? null : (runId ?? null), request);
  const picking = usePicking(comparison);
  if (runId === undefined) return null;
  return (
    <GateStrip
      runId={runId}
      answer={answer}
      transactions={picking}
      runChoice={
        runIds.length < 2 ? null : (
          <select
            className="gate-select"
            aria-label="Run of B that is judged"
            value={runId}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {runs
              .filter(({ id }) => runIds.includes(id))
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        )
      }
    />
  );
}

/** Gates name transactions as the candidate does; the details are chosen by the names of side A. */
function usePicking(comparison: Comparison | null): GateTransactions | null {
  const { chooseCompared } = useActions();
  return useMemo(() => {
    if (comparison === null) return null;
    const byName = new Map(
      comparison.verdicts.flatMap(({ label, candidateLabel }) =>
        label === null ? [] : [[candidateLabel ?? label, label] as const],
      ),
    );
    return {
      isLabel: (text) => byName.has(text),
      onPick: (name) => chooseCompared(byName.get(name) ?? name),
    };
  }, [comparison, chooseCompared]);
}
