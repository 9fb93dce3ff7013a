import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngineQuery, useQueryLayer } from '../../data/use-query.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { exampleStatements } from './example-statements.ts';

const SHOWN_CHARACTERS = 70;

/** Statements to begin with, and those that were run in this workspace. */
export function StatementMenus({ onChoose }: { readonly onChoose: (sql: string) => void }): ReactNode {
  const layer = useQueryLayer();
  const history = useEngineQuery('sql.history', {}).data ?? [];
  const forget = (): void =>
    void layer.change('sql.forget', {}, (method) => method === 'sql.history').catch(() => undefined);
  const earlier: MenuEntry[] =
    history.length === 0
      ? [{ kind: 'heading', id: 'none', label: 'No statement was run in this workspace yet' }]
      : [
          ...history.map((sql, index): MenuEntry => ({
            kind: 'action',
            id: `statement-${index}`,
            label: oneLine(sql),
            onSelect: () => onChoose(sql),
          })),
          { kind: 'separator', id: 'separator' },
          { kind: 'action', id: 'forget', label: 'Forget all', onSelect: forget },
        ];
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="small" variant="ghost">
            Examples
            <ChevronDown />
          </Button>
        }
        entries={exampleStatements.map(({ title, sql }): MenuEntry => ({
          kind: 'action',
          id: title,
          label: title,
          onSelect: () => onChoose(sql),
        }))}
      />
      <Menu
        align="end"
        trigger={
          <Button size="small" variant="ghost">
            History
            <ChevronDown />
          </Button>
        }
        entries={earlier}
      />
    </>
  );
}

function oneLine(sql: string): string {
  const line = sql.replaceAll(/\s+/gu, ' ').trim();
  return line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS - 1)}…`;
}
