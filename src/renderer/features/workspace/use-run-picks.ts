import { useState } from 'react';
import type { Run } from '#shared/model/run.ts';

/** Runs that are being chosen in the tree, for something that takes several of them. */
export interface RunPicks {
  /** In the order of the tree; empty while none is being chosen. */
  readonly ids: readonly number[];
  readonly active: boolean;
  readonly has: (runId: number) => boolean;
  readonly toggle: (runId: number) => void;
  /** As Ctrl and Shift do in lists: the open run is the first of what they choose. */
  readonly click: (runId: number, mode: 'toggle' | 'extend') => void;
  readonly clear: () => void;
}

interface Picked {
  readonly ids: ReadonlySet<number>;
  /** Where a range begins. */
  readonly anchor: number | null;
}

const NONE: Picked = { ids: new Set(), anchor: null };

export function useRunPicks(runs: readonly Run[], selectedRunId: number | null): RunPicks {
  const [stored, setPicked] = useState(NONE);
  const order = runs.map((run) => run.id);
  // A run that was chosen is gone: what it was chosen for is done, or cannot be done any more.
  const picked = [...stored.ids].every((id) => order.includes(id)) ? stored : NONE;
  if (picked !== stored) setPicked(picked);

  function set(ids: Iterable<number>, anchor: number): void {
    setPicked({ ids: new Set(ids), anchor });
  }

  return {
    ids: order.filter((id) => picked.ids.has(id)),
    active: picked.ids.size > 0,
    has: (runId) => picked.ids.has(runId),
    toggle: (runId) => set(toggled(picked.ids, runId), runId),
    click: (runId, mode) => {
      const open = selectedRunId !== null && order.includes(selectedRunId) ? [selectedRunId] : [];
      const before = picked.ids.size > 0 ? picked.ids : new Set(open);
      const from = order.indexOf(picked.anchor ?? open[0] ?? runId);
      const to = order.indexOf(runId);
      if (mode === 'extend' && from >= 0) {
        const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
        set([...before, ...range], order[from]!);
      } else set(runId === open[0] && picked.ids.size === 0 ? open : toggled(before, runId), runId);
    },
    clear: () => setPicked(NONE),
  };
}

function toggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
