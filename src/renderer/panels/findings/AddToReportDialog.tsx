import './add-to-report.css';
import { useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { useActions, useAppStore } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FindingFields } from './FindingFields.tsx';
import { createReport, wishAtHand } from './make-report.ts';
import { ownFindingOf } from './own-finding.ts';
import { pictureBlob, type NamedPicture } from './picture-for-paper.ts';
import { useSelectionWords } from './use-selection-words.ts';

interface AddToReportDialogProps {
  readonly picture: NamedPicture;
  readonly onAdded: (reportName: string, show: () => void) => void;
  readonly onClose: () => void;
}

const NEW = 'new';

/** To which report a picture goes, and what is said of it there. */
export function AddToReportDialog({ picture, onAdded, onClose }: AddToReportDialogProps): ReactNode {
  const form = useId();
  const store = useAppStore();
  const layer = useQueryLayer();
  const actions = useActions();
  const selected = useSelectionWords();
  const words = picture.query ?? selected;
  const reports = useEngineQuery('reports.list', {});
  const [caption, setCaption] = useState(picture.title);
  const [finding, setFinding] = useState(picture.finding);
  const [target, setTarget] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<WireError | null>(null);
  const url = usePictureUrl(picture);
  const chosen = target ?? String(reports.data?.[0]?.id ?? NEW);

  async function add(): Promise<void> {
    const wish = wishAtHand(store.getState());
    const id = chosen === NEW && wish !== null ? (await createReport(wish, store, layer)).id : Number(chosen);
    const blob = await pictureBlob(picture);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const mediaType = blob.type === 'image/svg+xml' ? 'image/svg+xml' : 'image/png';
    const { pictureId } = await layer.change('reports.attach', { id, mediaType, bytes }, () => false);
    if (store.getState().report.drafts[id] === undefined)
      actions.loadReport(await layer.ask('reports.get', { id }).result);
    const own = finding === null ? null : ownFindingOf(finding, crypto.randomUUID());
    const what =
      own === null ? `adding “${caption.trim()}” to the report` : `making the finding “${own.title}”`;
    actions.editReport(id, what, (edits) => ({
      ...edits,
      ownFindings: own === null ? edits.ownFindings : [...edits.ownFindings, own],
      attachments: [
        ...edits.attachments,
        { pictureId, findingId: own?.id ?? null, caption: caption.trim(), selection: words },
      ],
    }));
    const name = store.getState().report.drafts[id]?.edits.name ?? 'the report';
    onAdded(name, () => {
      actions.openReport(id);
      actions.setReportTab(own === null ? 'pictures' : 'findings');
      if (own !== null) actions.chooseFinding(own.id);
      actions.setView('report');
    });
    onClose();
  }

  function submit(): void {
    setBusy(true);
    setFailure(null);
    add()
      .catch((error: unknown) => setFailure(toWireError(error)))
      .finally(() => setBusy(false));
  }

  return (
    <Dialog
      open
      size="small"
      title={picture.finding === null ? 'Add to report' : 'Make a finding'}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            disabled={busy || reports.data === null || finding?.title.trim() === ''}
          >
            {picture.finding === null ? 'Add' : 'Make it'}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="add-to-report"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <span className="add-to-report__picture">
          {url !== null && <img src={url} alt={`Picture of ${picture.title}`} />}
        </span>
        {finding !== null && <FindingFields finding={finding} onChange={setFinding} />}
        <label>
          Report
          <select value={chosen} onChange={(event) => setTarget(event.target.value)}>
            {(reports.data ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            <option value={NEW}>A new report of what is open</option>
          </select>
        </label>
        <label>
          Caption
          <input
            type="text"
            aria-label="Caption"
            autoFocus={finding === null}
            maxLength={2000}
            value={caption}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setCaption(event.target.value)}
          />
        </label>
        {words !== '' && <p className="text-2">Shows {words}.</p>}
        {failure !== null && <ErrorNote title="The picture was not added" error={failure} />}
      </form>
    </Dialog>
  );
}

/** An address under which the picture can be shown; null until there is one. */
function usePictureUrl(picture: NamedPicture): string | null {
  const [url, setUrl] = useState<string | null>(null);
  const blob = useMemo(() => pictureBlob(picture), [picture]);
  useEffect(() => {
    let made: string | null = null;
    let left = false;
    blob.then(
      (bytes) => {
        if (left) return;
        made = URL.createObjectURL(bytes);
        setUrl(made);
      },
      // Told once it is to be added.
      () => undefined,
    );
    return () => {
      left = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [blob]);
  return url;
}
