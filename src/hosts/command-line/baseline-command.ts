import type { NamedBaseline } from '#shared/model/gates.ts';
import type { Run } from '#shared/model/run.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { BaselineOptions } from './baseline-arguments.ts';
import type { LocalEngine } from './local-engine.ts';
import type { Terminal } from './terminal.ts';
import { oneLine, textTable } from './text-table.ts';
import { exitCodes } from './usage.ts';

/** `baseline --json`, version 1: fields may be added, never renamed or removed. See docs/cli.md. */
interface BaselinesDocument {
  readonly schema: 'loadstone/baselines/1';
  readonly baselines: readonly { readonly name: string; readonly run: string; readonly runId: number }[];
}

/** @returns the exit code */
export async function runBaseline(
  { client }: LocalEngine,
  { act, json, workspace }: BaselineOptions,
  terminal: Terminal,
): Promise<number> {
  const runs = await client.call('runs.list', {});
  const baselines = await changed();
  const document: BaselinesDocument = {
    schema: 'loadstone/baselines/1',
    baselines: baselines.map(({ name, runId }) => ({
      name,
      runId,
      run: runs.find(({ id }) => id === runId)?.name ?? '',
    })),
  };
  terminal.print(json ? JSON.stringify(document, null, 2) : toText(document));
  return exitCodes.done;

  function changed(): Promise<readonly NamedBaseline[]> {
    switch (act.kind) {
      case 'list':
        return client.call('baselines.list', {});
      case 'set':
        return client.call('baselines.set', {
          name: act.baseline,
          runId: chosenRun(act.run, runs, workspace),
        });
      case 'remove':
        return client.call('baselines.remove', { name: act.baseline });
    }
  }
}

/** @throws {AppError} */
function chosenRun(wanted: string, runs: readonly Run[], workspace: string): number {
  const numbered = /^#?(\d+)$/u.exec(wanted);
  const found = runs.filter(({ name }) => name === wanted);
  if (found.length === 1) return found[0]!.id;
  const byNumber = runs.find(({ id }) => String(id) === numbered?.[1]);
  if (found.length === 0 && byNumber !== undefined) return byNumber.id;
  const known = runs.map(({ id, name }) => `#${id} "${name}"`).join(', ');
  throw new AppError(
    found.length === 0 ? 'not-found' : 'bad-request',
    found.length === 0
      ? `${workspace} has no run "${wanted}".`
      : `${workspace} has ${found.length} runs called "${wanted}".`,
    { hint: known === '' ? 'It has none.' : `Give one of ${known}.` },
  );
}

function toText({ baselines }: BaselinesDocument): string {
  if (baselines.length === 0) return 'No run is named as a baseline.';
  return textTable(
    [
      { title: 'Baseline', align: 'left' },
      { title: 'Run', align: 'left' },
      { title: '#', align: 'right' },
    ],
    baselines.map(({ name, run, runId }) => [oneLine(name), oneLine(run), String(runId)]),
  );
}
