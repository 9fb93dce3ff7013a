import { useState } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { EngineMethod } from '#shared/contract/engine.ts';
import type { GatesDocument } from '#shared/model/gates.ts';
import { useQueryLayer } from '../../data/use-query.ts';

/** What could not be done, in words for the title of a note. */
export interface Failure {
  readonly title: string;
  readonly error: WireError;
}

/** What was done. It is news only as long as the text is the one that it was done to. */
export interface Notice {
  readonly words: string;
  readonly yaml: string;
}

export interface GatesFile {
  /** As the workspace has it. */
  readonly stored: GatesDocument;
  readonly busy: boolean;
  readonly notice: Notice | null;
  readonly failure: Failure | null;
  readonly save: (yaml: string) => Promise<void>;
  /** @returns the text of the defaults; null: it failed */
  readonly backToDefaults: () => Promise<string | null>;
  /** @returns the text with proposals; null: it failed */
  readonly propose: (runId: number, text: string) => Promise<string | null>;
}

const aboutGates = (method: EngineMethod): boolean => method.startsWith('gates.');

/** What can be done to the gates of the workspace; nothing here throws. */
export function useGatesFile(document: GatesDocument): GatesFile {
  const layer = useQueryLayer();
  const [stored, setStored] = useState(document);
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function attempt<T>(title: string, job: () => Promise<T>): Promise<T | null> {
    setBusy(true);
    setFailure(null);
    setNotice(null);
    try {
      return await job();
    } catch (error) {
      setFailure({ title, error: toWireError(error) });
      return null;
    } finally {
      setBusy(false);
    }
  }

  return {
    stored,
    busy,
    notice,
    failure,
    save: async (yaml) => {
      const saved = await attempt('The gates could not be saved', () =>
        layer.change('gates.save', { yaml }, aboutGates),
      );
      if (saved === null) return;
      setStored(saved);
      setNotice({ words: 'Saved', yaml });
    },
    backToDefaults: async () => {
      const saved = await attempt('The defaults could not be restored', () =>
        layer.change('gates.save', { yaml: null }, aboutGates),
      );
      if (saved === null) return null;
      setStored(saved);
      setNotice({
        words: 'These are the defaults. Undo in the text brings yours back, and Save keeps them.',
        yaml: saved.yaml,
      });
      return saved.yaml;
    },
    propose: async (runId, text) => {
      // Proposals take the place of general limits of the defaults, as long as nobody has changed those.
      const yaml = stored.isDefault && text === stored.yaml ? null : text;
      const proposed = await attempt('No limits could be proposed', async () => {
        const asked = layer.ask('gates.propose', { runId, yaml });
        return (await asked.result).yaml;
      });
      if (proposed !== null)
        setNotice({
          words:
            proposed === text
              ? 'There is nothing new to propose from this run.'
              : 'Proposals are in the text, marked “proposed: true”.',
          yaml: proposed,
        });
      return proposed;
    },
  };
}
