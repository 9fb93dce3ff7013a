import './pictures.css';
import { ArrowDown, ArrowUp, ImagePlus, X } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { AppError, toWireError, type WireError } from '#shared/contract/errors.ts';
import { MAX_PICTURES, MAX_PICTURE_BYTES, pictureTypes } from '#shared/model/report.ts';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { useQueryLayer } from '../../../data/use-query.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes } from '../../../ui/byte-format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { Field } from '../findings/Field.tsx';
import { movedAttachment, withAttachment, withoutAttachment } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { PictureThumb } from './PictureThumb.tsx';

/** Pictures of views and of other tools, with what they show. */
export function PicturesTab({ findings }: { readonly findings: readonly PrintedFinding[] }): ReactNode {
  const { id, edits, readOnly, edit, endTyping } = useOpenReport();
  const layer = useQueryLayer();
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<WireError | null>(null);
  const { attachments } = edits;
  const printed = findings.filter(({ status }) => status !== 'dismissed');

  async function attach(file: File): Promise<void> {
    setFailure(null);
    const mediaType = pictureTypes.find((type) => type === file.type);
    if (mediaType === undefined || file.size > MAX_PICTURE_BYTES) {
      throw new AppError('bad-request', `${file.name} cannot be attached.`, {
        hint: `Choose a PNG or SVG of at most ${formatBytes(MAX_PICTURE_BYTES)}.`,
      });
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { pictureId } = await layer.change('reports.attach', { id, mediaType, bytes }, () => false);
    const caption = file.name.replace(/\.[^.]+$/u, '');
    edit(`attaching ${file.name}`, (now) => ({
      ...now,
      attachments: [...now.attachments, { pictureId, findingId: null, caption, selection: '' }],
    }));
  }

  return (
    <div className="pictures">
      <PanelHeader
        title="Pictures"
        note={attachments.length === 0 ? 'none' : numberFormat.count(attachments.length)}
      >
        <Button
          size="small"
          variant="ghost"
          icon={<ImagePlus />}
          disabled={readOnly || attachments.length >= MAX_PICTURES}
          onClick={() => input.current?.click()}
        >
          Add a file
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Picture to attach"
          accept={pictureTypes.join()}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file !== undefined) attach(file).catch((error: unknown) => setFailure(toWireError(error)));
          }}
        />
      </PanelHeader>
      {failure !== null && <ErrorNote title="The picture was not attached" error={failure} />}
      {attachments.length === 0 ? (
        <div className="pictures__none">
          <EmptyState title="No pictures yet">
            Every chart has “Add to report” in its menu: it comes with the selection that it shows. PNG and
            SVG files of other tools can be added here.
          </EmptyState>
        </div>
      ) : (
        <ul className="pictures__list">
          {attachments.map((each, index) => {
            const name = each.caption === '' ? `picture ${index + 1}` : each.caption;
            return (
              <li key={`${each.pictureId} ${index}`} className="pictures__item">
                <PictureThumb reportId={id} pictureId={each.pictureId} name={name} />
                <div className="pictures__fields">
                  <Field
                    label="Caption"
                    value={each.caption}
                    readOnly={readOnly}
                    maxLength={2000}
                    rows={1}
                    onChange={(caption) =>
                      edit(
                        'changing a caption',
                        (now) => withAttachment(now, index, { caption }),
                        `caption ${each.pictureId}`,
                      )
                    }
                    onRest={endTyping}
                  />
                  {each.selection !== '' && <p className="pictures__selection">{each.selection}</p>}
                  <label className="field">
                    <span className="field-label">Stands with</span>
                    <select
                      className="field__select"
                      value={each.findingId ?? ''}
                      disabled={readOnly}
                      onChange={(event) =>
                        edit('moving a picture', (now) =>
                          withAttachment(now, index, { findingId: event.target.value || null }),
                        )
                      }
                    >
                      <option value="">the pictures at the end</option>
                      {printed.map((finding) => (
                        <option key={finding.id} value={finding.id}>
                          {finding.number} {finding.title}
                        </option>
                      ))}
                    </select>
                  </label>
                </div>
                <div className="pictures__tools">
                  <IconButton
                    label={`Move ${name} up`}
                    disabled={readOnly || index === 0}
                    onClick={() => edit('moving a picture', (now) => movedAttachment(now, index, index - 1))}
                  >
                    <ArrowUp />
                  </IconButton>
                  <IconButton
                    label={`Move ${name} down`}
                    disabled={readOnly || index === attachments.length - 1}
                    onClick={() => edit('moving a picture', (now) => movedAttachment(now, index, index + 1))}
                  >
                    <ArrowDown />
                  </IconButton>
                  <IconButton
                    label={`Remove ${name}`}
                    disabled={readOnly}
                    onClick={() => edit('removing a picture', (now) => withoutAttachment(now, index))}
                  >
                    <X />
                  </IconButton>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
