import type { ReactNode } from 'react';
import type { AppState } from '../state/store.ts';
import { useAppState } from '../state/use-store.ts';
import { numberFormat } from '../ui/number-format.ts';
import { collectFiles, MAX_DROPPED_FILES, type DropItems } from './dropped-files.ts';
import { DropTarget } from './DropTarget.tsx';
import { useServices } from './services.tsx';

/** Takes what is dropped anywhere on the window: walks folders, then imports. */
export function DropZone(): ReactNode {
  const { workspace, session, toasts } = useServices();
  const named = useAppState(({ workspace: { info } }) => (info?.path == null ? null : info.name));
  const hasRuns = useAppState((state) => state.workspace.runs.length > 0);
  const sides = useAppState(freeSides);

  async function take(items: DropItems): Promise<void> {
    const abort = new AbortController();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') abort.abort();
    };
    window.addEventListener('keydown', onKey);
    try {
      const { files, truncated } = await collectFiles(items, {
        signal: abort.signal,
        onProgress: (found) =>
          session.setState({
            busy: `Looking through folders: ${numberFormat.count(found)} files. Esc stops.`,
          }),
      });
      if (truncated) {
        toasts.show({
          status: 'warn',
          title: `Only the first ${numberFormat.count(MAX_DROPPED_FILES)} files are imported`,
          text: 'The folders hold more than one import takes. Drop the others afterwards.',
        });
      }
      if (files.length === 0) {
        toasts.show({
          status: 'note',
          title: 'There is no file in what was dropped',
          text: 'Hidden files are left out.',
        });
      }
      session.setState({ busy: null });
      if (files.length > 0) await workspace.takeFiles(files);
    } catch (error) {
      if (abort.signal.aborted) return;
      toasts.show({
        status: 'bad',
        title: 'What was dropped could not be read',
        text: error instanceof Error ? error.message : String(error),
      });
    } finally {
      window.removeEventListener('keydown', onKey);
      session.setState({ busy: null });
    }
  }

  return (
    <DropTarget
      note={sides ?? (hasRuns ? `They are added to ${named ?? 'this workspace'}` : null)}
      onDrop={(items) => void take(items)}
    />
  );
}

/** What becomes of a drop on a comparison that still lacks a side; null: it is no such thing. */
function freeSides({ layout, compare }: AppState): string | null {
  if (layout.view !== 'compare') return null;
  const { baseline, candidate } = compare.draft;
  if (baseline.runIds.length === 0)
    return candidate.runIds.length === 0
      ? 'The first becomes the baseline (A), the second the candidate (B)'
      : 'It becomes the baseline (A)';
  return candidate.runIds.length === 0 ? 'It becomes the candidate (B)' : null;
}
