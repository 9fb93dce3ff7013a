import { ChevronDown } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { SavedFormat, StatementResult } from '#shared/model/sql.ts';
import { NoticeText } from '../../charts/chart-panel/NoticeText.tsx';
import { useNotice } from '../../charts/chart-panel/use-notice.tsx';
import { Button } from '../../ui/Button.tsx';
import type { ColumnWidths } from '../../ui/data-table/column-layout.ts';
import { DataTable, type DataTableHandle } from '../../ui/data-table/DataTable.tsx';
import { tableText } from '../../ui/data-table/table-text.ts';
import { Menu } from '../../ui/Menu.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { answerWords, limitWords } from './answer-words.ts';
import { resultColumns } from './result-columns.tsx';
import { useSaveAnswer } from './use-save-answer.ts';

const formatNames: Readonly<Record<SavedFormat, string>> = {
  csv: 'CSV',
  json: 'JSON',
  parquet: 'Parquet',
};

interface ResultPanelProps {
  readonly sql: string;
  readonly result: StatementResult;
}

/** The rows of an answer, with every value exact, and what can be done with them. */
export function ResultPanel({ sql, result }: ResultPanelProps): ReactNode {
  const columns = useMemo(() => resultColumns(result), [result]);
  const [widths, setWidths] = useState<ColumnWidths>({});
  const table = useRef<DataTableHandle>(null);
  const { text: notice, report } = useNotice();
  const saving = useSaveAnswer();
  const limit = limitWords(result);

  function copy(): void {
    const rows = table.current?.orderedRows() ?? [];
    report(navigator.clipboard.writeText(tableText(columns, rows, 'tsv')), 'Copied', 'Could not be copied');
  }

  return (
    <section className="sql__result" aria-label="Result">
      <PanelHeader title="Result" note={<span role="status">{answerWords(result)}</span>}>
        <NoticeText text={notice} />
        <SavingState saving={saving} />
        <Button size="small" variant="ghost" disabled={result.rowCount === 0} onClick={copy}>
          Copy as table
        </Button>
        <Menu
          align="end"
          trigger={
            <Button size="small" disabled={saving.running !== null}>
              Save
              <ChevronDown />
            </Button>
          }
          entries={(['csv', 'json', 'parquet'] as const).map((format) => ({
            kind: 'action',
            id: format,
            label: `Save all rows as ${formatNames[format]}`,
            onSelect: () => saving.save(sql, format),
          }))}
        />
      </PanelHeader>
      {limit !== null && <p className="sql__limit">{limit}</p>}
      {saving.failure !== null && (
        <p className="sql__problem" role="alert">
          {saving.failure.message} {saving.failure.hint}
        </p>
      )}
      <div className="sql__grid">
        <DataTable
          ref={table}
          label="Result"
          columns={columns}
          rowCount={result.rowCount}
          columnWidths={widths}
          onColumnWidthsChange={setWidths}
          empty={<p className="text-2">No rows: nothing in this workspace answers the statement.</p>}
        />
      </div>
    </section>
  );
}

function SavingState({ saving }: { readonly saving: ReturnType<typeof useSaveAnswer> }): ReactNode {
  const { running, saved, cancel } = saving;
  return (
    <>
      <span role="status" className="text-2 small">
        {running !== null
          ? `Writing ${formatNames[running]}…`
          : saved === null
            ? ''
            : `${saved.name}: ${numberFormat.count(saved.rows)} ${saved.rows === 1 ? 'row' : 'rows'} saved`}
      </span>
      {running !== null && (
        <Button size="small" onClick={cancel}>
          Cancel saving
        </Button>
      )}
    </>
  );
}
