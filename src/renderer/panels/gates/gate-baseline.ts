import type { NamedBaseline } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import type { GateBaseline } from '../../state/gates-slice.ts';

/** One thing that a run can be held against. */
export interface BaselineOption {
  readonly choice: GateBaseline;
  /** `checkout: Nightly 2213` */
  readonly text: string;
  readonly runIds: readonly number[];
}

export interface BaselineOptions {
  readonly options: readonly BaselineOption[];
  readonly chosen: BaselineOption;
}

interface Known {
  readonly run: Run;
  readonly runs: readonly Run[];
  readonly named: readonly NamedBaseline[];
  /** Sides of the comparison at hand. */
  readonly sides: { readonly baseline: readonly number[]; readonly candidate: readonly number[] };
  /** What a person chose for this run; undefined: nothing. */
  readonly choice: GateBaseline | undefined;
}

/** What the run can be held against, and what it is: chosen, or what suggests itself. A run is never its own baseline. */
export function baselineOptions(known: Known): BaselineOptions {
  const { run, runs, named, sides, choice } = known;
  const nameOf = (id: number): string => runs.find((other) => other.id === id)?.name ?? 'a run that is gone';
  const none: BaselineOption = { choice: { kind: 'none' }, text: 'No baseline', runIds: [] };
  const compared: readonly BaselineOption[] =
    sides.baseline.length === 0 || sides.baseline.includes(run.id)
      ? []
      : [
          {
            choice: { kind: 'comparison' },
            text: `Side A of the comparison: ${sides.baseline.map(nameOf).join(', ')}`,
            runIds: sides.baseline,
          },
        ];
  const byName = named
    .filter(({ runId }) => runId !== run.id)
    .map(({ name, runId }): BaselineOption => ({
      choice: { kind: 'named', name },
      text: `${name}: ${nameOf(runId)}`,
      runIds: [runId],
    }));
  const options = [...compared, ...byName, none];
  const kept = options.find((option) => choice !== undefined && sameChoice(option.choice, choice));
  return { options, chosen: kept ?? suggested(known, compared, byName) ?? none };
}

/** Side A where the run is compared with it; else the only baseline, or the one whose scenario the run is called after. */
function suggested(
  { run, sides }: Known,
  [compared]: readonly BaselineOption[],
  named: readonly BaselineOption[],
): BaselineOption | undefined {
  if (compared !== undefined && sides.candidate.includes(run.id)) return compared;
  if (named.length === 1) return named[0];
  const runName = run.name.toLowerCase();
  const fitting = named.filter(
    ({ choice }) => choice.kind === 'named' && runName.includes(choice.name.toLowerCase()),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

export function sameChoice(a: GateBaseline, b: GateBaseline): boolean {
  return a.kind === b.kind && (a.kind !== 'named' || b.kind !== 'named' || a.name === b.name);
}

/** One text for each choice, as the value of a list. */
export function choiceKey(choice: GateBaseline): string {
  return choice.kind === 'named' ? `named ${choice.name}` : choice.kind;
}
