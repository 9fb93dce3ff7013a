import './chart-panel.css';
import { useCallback, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { ChartHandle } from '../chart-handle.ts';
import type { ChartTable } from '../chart-table.ts';
import { saveBlob } from '../save-blob.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { chartTableCsv, chartTableText } from './chart-table-text.ts';
import { ChartPanelHeader } from './ChartPanelHeader.tsx';
import { ChartTableView } from './ChartTableView.tsx';

interface ChartPanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** Controls of this chart, left of the panel's own. Keep the element stable: the header is rendered again with it. */
  readonly controls?: ReactNode;
  /** The values behind the picture; built when somebody wants to see them. Null while there are none. */
  readonly table: (() => ChartTable) | null;
  readonly chart: RefObject<ChartHandle | null>;
  /** What the panel's menu offers besides: how the panel itself can be arranged. Keep the list stable. */
  readonly entries?: readonly MenuEntry[];
  /** Name of exported files, without extension. */
  readonly fileName: string;
  readonly children: ReactNode;
}

/** A chart with what every chart offers: the same values as a table, a copy of them, and the picture as a file. */
export function ChartPanel(props: ChartPanelProps): ReactNode {
  const { title, note = null, controls = null, table, chart, entries, fileName, children } = props;
  const [asTable, setAsTable] = useState(false);
  const latest = useRef(table);
  useLayoutEffect(() => {
    latest.current = table;
  });
  const copyTable = useCallback(async () => {
    if (latest.current !== null) await navigator.clipboard.writeText(chartTableText(latest.current()));
  }, []);
  const saveTable = useCallback(() => {
    if (latest.current === null) return;
    saveBlob(new Blob([chartTableCsv(latest.current())], { type: 'text/csv' }), `${fileName}.csv`);
  }, [fileName]);
  const shown = asTable && table !== null ? table() : null;

  return (
    <>
      <ChartPanelHeader
        title={title}
        note={note}
        controls={controls}
        asTable={asTable}
        onAsTable={setAsTable}
        hasTable={table !== null}
        onCopyTable={copyTable}
        onSaveTable={saveTable}
        entries={entries}
        chart={chart}
        fileName={fileName}
      />
      <div className="chart-panel__body">
        {shown === null ? children : <ChartTableView label={title} table={shown} />}
      </div>
    </>
  );
}
