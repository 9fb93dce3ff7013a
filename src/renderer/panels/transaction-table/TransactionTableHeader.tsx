import { Download, Ellipsis, Search } from 'lucide-react';
import { memo, type ReactNode, type RefObject } from 'react';
import { NoticeText } from '../../charts/chart-panel/NoticeText.tsx';
import { useNotice } from '../../charts/chart-panel/use-notice.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ColumnChooser } from '../../ui/data-table/ColumnChooser.tsx';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { Menu } from '../../ui/Menu.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';

const JMETER_HINT =
  "Adds p90, p95 and p99 as JMeter's own dashboard computes them: another definition of the percentile (type 6), " +
  'over the last 20,000 samples only. For comparison with a dashboard; all other figures use every sample.';

interface TransactionTableHeaderProps {
  readonly note: string;
  /** Null: JMeter did not write this run. */
  readonly jmeterCompatible: boolean | null;
  readonly onJmeterCompatible: (on: boolean) => void;
  /** Of optional columns; keep the element stable. */
  readonly controls: ReactNode;
  readonly typed: string;
  readonly problem: string | null;
  readonly onTyped: (typed: string) => void;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onLeaveField: () => void;
  readonly columns: readonly DataColumn[];
  readonly hidden: readonly string[];
  /** Why columns are hidden that nobody has hidden. */
  readonly hiddenNotes: ReadonlyMap<string, string>;
  readonly onHidden: (hidden: readonly string[]) => void;
  /** Puts the rows into the clipboard. */
  readonly onCopy: () => Promise<void>;
  readonly onSave: () => void;
}

/** Rendered apart from the rows: fields and menus must not cost a moving brush anything. */
export const TransactionTableHeader = memo(function TransactionTableHeader(
  props: TransactionTableHeaderProps,
): ReactNode {
  const { jmeterCompatible, typed, onTyped } = props;
  const { text: notice, report } = useNotice();
  return (
    <PanelHeader title="Transactions" note={props.note}>
      <NoticeText text={notice} />
      {props.controls}
      {jmeterCompatible !== null && (
        <Tooltip text={<span className="transaction-table__hint">{JMETER_HINT}</span>}>
          <span>
            <Checkbox checked={jmeterCompatible} onChange={props.onJmeterCompatible}>
              JMeter-compatible
            </Checkbox>
          </span>
        </Tooltip>
      )}
      <TextField
        ref={props.field}
        label="Filter transactions"
        placeholder="Filter by name or /regex/"
        size="small"
        icon={<Search />}
        clearable
        value={typed}
        problem={props.problem}
        onChange={onTyped}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onTyped('');
          if (event.key === 'ArrowDown') props.onLeaveField();
        }}
      />
      <ColumnChooser
        columns={props.columns}
        hidden={props.hidden}
        notes={props.hiddenNotes}
        onChange={props.onHidden}
      />
      <Menu
        align="end"
        trigger={
          <button type="button" className="icon-button" aria-label="Transactions: more">
            <Ellipsis />
          </button>
        }
        entries={[
          {
            kind: 'action',
            id: 'copy',
            label: 'Copy as table',
            onSelect: () => report(props.onCopy(), 'Copied', 'Could not be copied'),
          },
          { kind: 'action', id: 'csv', label: 'Save as CSV', icon: <Download />, onSelect: props.onSave },
        ]}
      />
    </PanelHeader>
  );
});
