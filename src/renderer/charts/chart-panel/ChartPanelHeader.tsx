import { ChartLine, Ellipsis, Table } from 'lucide-react';
import { memo, useContext, type ReactNode, type RefObject } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { NoticeText } from './NoticeText.tsx';
import { PictureTakerContext } from './picture-taker.tsx';
import { copyPicture, savePicture, saveSvg } from './picture-export.ts';
import { useNotice, type Notice } from './use-notice.tsx';

interface ChartPanelHeaderProps {
  readonly title: string;
  readonly note: ReactNode;
  readonly controls: ReactNode;
  readonly asTable: boolean;
  readonly onAsTable: (asTable: boolean) => void;
  readonly hasTable: boolean;
  /** Puts the table into the clipboard. */
  readonly onCopyTable: () => Promise<void>;
  /** Saves the table as a file. */
  readonly onSaveTable: () => void;
  readonly entries?: readonly MenuEntry[] | undefined;
  readonly chart: RefObject<ChartHandle | null>;
  readonly fileName: string;
}

const NO_ENTRIES: readonly MenuEntry[] = [];

/** Rendered apart from the chart: it changes with its note and its controls only. */
export const ChartPanelHeader = memo(function ChartPanelHeader(props: ChartPanelHeaderProps): ReactNode {
  const { title, note, controls, ...actions } = props;
  const { text: notice, report } = useNotice();
  return (
    <PanelHeader title={title} note={note}>
      <NoticeText text={notice} />
      {controls}
      <ChartPanelActions {...actions} title={title} report={report} />
    </PanelHeader>
  );
});

interface ChartPanelActionsProps extends Omit<ChartPanelHeaderProps, 'note' | 'controls'> {
  readonly report: Notice['report'];
}

/** Rendered apart from note and controls, which may follow a moving brush: buttons and menus must not cost it anything. */
const ChartPanelActions = memo(function ChartPanelActions(props: ChartPanelActionsProps): ReactNode {
  const { title, asTable, onAsTable, hasTable, onCopyTable, onSaveTable, chart, fileName, report } = props;
  const entries = props.entries ?? NO_ENTRIES;
  const takePicture = useContext(PictureTakerContext);
  const picture = (): HTMLCanvasElement | null => chart.current?.snapshot() ?? null;
  return (
    <>
      <IconButton
        label={asTable ? 'Show as chart' : 'Show as table'}
        aria-pressed={asTable}
        disabled={!hasTable}
        onClick={() => onAsTable(!asTable)}
      >
        {asTable ? <ChartLine /> : <Table />}
      </IconButton>
      <Menu
        align="end"
        trigger={
          <button type="button" className="icon-button" aria-label={`${title}: more`}>
            <Ellipsis />
          </button>
        }
        entries={[
          {
            kind: 'action',
            id: 'copy-table',
            label: 'Copy as table',
            disabled: !hasTable,
            onSelect: () => report(onCopyTable(), 'Copied', 'Could not be copied'),
          },
          {
            kind: 'action',
            id: 'copy-picture',
            label: 'Copy as PNG',
            disabled: asTable,
            onSelect: () => report(copyPicture(picture()), 'Copied', 'Could not be copied'),
          },
          {
            kind: 'action',
            id: 'save-picture',
            label: 'Save as PNG',
            disabled: asTable,
            onSelect: () => report(savePicture(picture(), `${fileName}.png`), 'Saved', 'Could not be saved'),
          },
          {
            kind: 'action',
            id: 'save-svg',
            label: 'Save as SVG',
            disabled: asTable,
            onSelect: () =>
              report(
                saveSvg(chart.current?.svg?.() ?? null, `${fileName}.svg`),
                'Saved',
                'Could not be saved',
              ),
          },
          {
            kind: 'action',
            id: 'save-csv',
            label: 'Save as CSV',
            disabled: !hasTable,
            onSelect: onSaveTable,
          },
          ...(takePicture === null
            ? []
            : [
                { kind: 'separator', id: 'report-separator' } as const,
                {
                  kind: 'action',
                  id: 'add-to-report',
                  label: 'Add to report…',
                  disabled: asTable,
                  onSelect: () =>
                    takePicture({
                      title,
                      take: () => ({ svg: chart.current?.svg?.() ?? null, canvas: picture() }),
                    }),
                } as const,
              ]),
          ...entries,
        ]}
      />
    </>
  );
});
