import './chart-panel.css';
import { ChartLine, Ellipsis, Table } from 'lucide-react';
import { useState, type ReactNode, type RefObject } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { ChartTable } from '../chart-table.ts';
import { chartTableText } from './chart-table-text.ts';
import { ChartTableView } from './ChartTableView.tsx';
import { copyPicture, savePicture } from './picture-export.ts';

interface ChartPanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** Controls of this chart, left of the panel's own. */
  readonly controls?: ReactNode;
  /** The values behind the picture; built when somebody wants to see them. Null while there are none. */
  readonly table: (() => ChartTable) | null;
  readonly chart: RefObject<ChartHandle | null>;
  /** Name of exported files, without extension. */
  readonly fileName: string;
  readonly children: ReactNode;
}

/** A chart with what every chart offers: the same values as a table, a copy of them, and the picture as a file. */
export function ChartPanel({ title, note, controls, table, chart, fileName, children }: ChartPanelProps): ReactNode {
  const [asTable, setAsTable] = useState(false);
  const picture = (): HTMLCanvasElement | null => chart.current?.snapshot() ?? null;
  const shown = asTable && table !== null ? table() : null;

  return (
    <>
      <PanelHeader title={title} note={note}>
        {controls}
        <IconButton
          label={asTable ? 'Show as chart' : 'Show as table'}
          aria-pressed={asTable}
          disabled={table === null}
          onClick={() => setAsTable(!asTable)}
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
              disabled: table === null,
              onSelect: () => {
                if (table !== null) void navigator.clipboard.writeText(chartTableText(table()));
              },
            },
            { kind: 'action', id: 'copy-picture', label: 'Copy as PNG', disabled: asTable, onSelect: () => void copyPicture(picture()) },
            {
              kind: 'action',
              id: 'save-picture',
              label: 'Save as PNG',
              disabled: asTable,
              onSelect: () => void savePicture(picture(), `${fileName}.png`),
            },
          ]}
        />
      </PanelHeader>
      <div className="chart-panel__body">{shown === null ? children : <ChartTableView label={title} table={shown} />}</div>
    </>
  );
}
