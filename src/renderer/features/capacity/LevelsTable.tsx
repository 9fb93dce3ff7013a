import { useMemo, type ReactNode } from 'react';
import type { Capacity, CapacityLevel } from '#shared/model/capacity.ts';
import { MAX_ERRORS } from '../../charts/load-levels/draw.ts';
import { usersText } from '../../charts/load-levels/model.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { lawText } from './capacity-figures.ts';

interface LevelsTableProps {
  /** Null before it is known. */
  readonly capacity: Capacity | null;
  readonly onActive: (users: number | null) => void;
}

const NONE: readonly CapacityLevel[] = [];

/** The loads that the run had, and what cannot be told from them. */
export function LevelsTable({ capacity, onActive }: LevelsTableProps): ReactNode {
  const levels = capacity?.levels ?? NONE;
  const concurrency = capacity?.concurrency ?? null;
  const law = capacity === null ? null : lawText(capacity);
  const notes = levels.length === 0 ? [] : [...(law === null ? [] : [law]), ...(capacity?.notes ?? [])];
  const columns = useMemo(() => levelColumns(levels, concurrency), [levels, concurrency]);
  return (
    <section className="capacity__levels" aria-label="Loads">
      <PanelHeader
        title="Loads"
        note={levels.length === 1 ? '1 load' : `${numberFormat.count(levels.length)} different loads`}
      />
      {notes.length > 0 && <p className="capacity__notes">{notes.map(sentence).join(' ')}</p>}
      <div className="capacity__grid">
        <DataTable
          label="Loads"
          columns={columns}
          rowCount={levels.length}
          rowKey={(row) => levels[row]!.users}
          onActiveRow={(row) => onActive(levels[row]?.users ?? null)}
          empty="No load was measured."
        />
      </div>
    </section>
  );
}

/** What comes from the engine as half a sentence, as one. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/u.test(text) ? '' : '.'}`;
}

function levelColumns(
  levels: readonly CapacityLevel[],
  concurrency: Capacity['concurrency'],
): readonly DataColumn[] {
  const column = (
    id: string,
    header: string,
    width: number,
    value: (level: CapacityLevel) => number | null,
    text: (value: number) => string,
  ): DataColumn => ({
    id,
    header,
    width,
    grow: 1,
    align: 'right',
    cell: (row) => {
      const found = value(levels[row]!);
      return found === null ? '–' : text(found);
    },
    sortValue: (row) => value(levels[row]!),
    copyText: (row) => {
      const found = value(levels[row]!);
      return found === null ? '' : exactNumber(found);
    },
  });
  return [
    column('users', concurrency === 'in-flight' ? 'Under way' : 'Users', 80, ({ users }) => users, usersText),
    column('rate', '/s', 72, ({ throughputPerSec }) => throughputPerSec, numberFormat.short),
    column('p95', 'p95, ms', 72, ({ p95Ms }) => p95Ms, numberFormat.short),
    {
      ...column('errors', 'Errors, %', 76, ({ errorRate }) => errorRate * 100, numberFormat.short),
      cell: (row) => {
        const { errorRate } = levels[row]!;
        return (
          <span className={errorRate > MAX_ERRORS ? 'capacity__bad' : undefined}>
            {numberFormat.percentNumber(errorRate)}
          </span>
        );
      },
    },
    column('buckets', 'Buckets', 68, ({ buckets }) => buckets, numberFormat.count),
  ];
}
