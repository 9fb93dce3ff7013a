import { useCallback, useMemo, useState } from 'react';
import { apdexThresholds, DEFAULT_APDEX_SETTINGS, type ApdexSettings } from '#shared/model/apdex.ts';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { Transaction } from '#shared/model/run.ts';
import type { CubeApdex } from '../../data/latency-cube-estimate.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { useActions } from '../../state/use-store.ts';

/** What the Apdex of the workspace is judged by; the defaults until it is known. */
export function useApdexSettings(): ApdexSettings {
  return useEngineQuery('apdex.settings', {}).data ?? DEFAULT_APDEX_SETTINGS;
}

/** The same for estimates of a brush. */
export function useCubeApdex(transactions: ReadonlyMap<number, Transaction>): CubeApdex {
  const settings = useApdexSettings();
  return useMemo(() => {
    const thresholdOf = apdexThresholds(settings);
    return {
      tMsOf: (id) => {
        const label = id === undefined ? undefined : transactions.get(id)?.label;
        return label === undefined ? settings.tMs : thresholdOf(label);
      },
      mode: settings.mode,
    };
  }, [settings, transactions]);
}

export interface ApdexEditor {
  readonly settings: ApdexSettings;
  readonly busy: boolean;
  readonly problem: WireError | null;
  /** Keeps them and remembers the edit for undo. @returns false where they were not kept */
  readonly save: (next: ApdexSettings) => Promise<boolean>;
}

const touchedByApdex = (method: string): boolean =>
  method.startsWith('apdex.') || method === 'latency.summary' || method === 'diagnostics.intervals';

export function useApdexEditor(): ApdexEditor {
  const layer = useQueryLayer();
  const { recordStep } = useActions();
  const settings = useApdexSettings();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<WireError | null>(null);
  const save = useCallback(
    async (next: ApdexSettings): Promise<boolean> => {
      const write = async (of: ApdexSettings): Promise<void> => {
        await layer.change('apdex.set', of, touchedByApdex);
      };
      setBusy(true);
      setProblem(null);
      try {
        await write(next);
        recordStep({
          label: 'changing what the Apdex is judged by',
          runId: null,
          undo: () => write(settings),
          redo: () => write(next),
        });
        return true;
      } catch (error) {
        setProblem(toWireError(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [layer, recordStep, settings],
  );
  return { settings, busy, problem, save };
}
