import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { suggestMapping, type ColumnPreview } from '#shared/model/column-mapping.ts';
import { createQueryLayer } from '../../data/query-layer.ts';
import { QueryContext } from '../../data/use-query.ts';
import { createFakeEngine } from '../../testing/fake-engine.ts';
import { ColumnsDialog, meaningOf, withMeaning } from './ColumnsDialog.tsx';

afterEach(cleanup);

const header = ['when', 'name', 'took', 'region'];
const PREVIEW: ColumnPreview = {
  delimiter: ';',
  header,
  rows: [['1700000000000', 'Home', '12', 'eu']],
  suggestion: suggestMapping(header),
};

function show(preview: ColumnPreview | null) {
  const engine = createFakeEngine({ 'import.columns': () => ({ table: preview }) });
  const onImport = vi.fn();
  const onClose = vi.fn();
  render(
    <QueryContext.Provider value={createQueryLayer(engine.client)}>
      <ColumnsDialog file={{ fileId: 'a', name: 'a.csv' }} onClose={onClose} onImport={onImport} />
    </QueryContext.Provider>,
  );
  return { onImport, onClose };
}

describe('naming columns', () => {
  it('starts with a guess, and imports with what was said', async () => {
    const user = userEvent.setup();
    const { onImport } = show(PREVIEW);
    expect(await screen.findByLabelText('Meaning of took')).toHaveProperty('value', 'elapsed');
    expect(screen.getByText('1700000000000')).toBeTruthy();
    await user.selectOptions(screen.getByLabelText('Meaning of when'), 'start time');
    await user.selectOptions(screen.getByLabelText('Meaning of region'), 'tag');
    await user.selectOptions(screen.getByLabelText('Times are in'), 'seconds');
    await user.click(screen.getByRole('button', { name: 'Import' }));
    expect(onImport).toHaveBeenCalledExactlyOnceWith('a', {
      columns: { elapsed: 'took', label: 'name', start: 'when' },
      unit: 's',
      tags: ['region'],
    });
  });

  it('needs the response time', async () => {
    const user = userEvent.setup();
    const { onImport } = show(PREVIEW);
    await user.selectOptions(await screen.findByLabelText('Meaning of took'), 'nothing');
    expect(screen.getByRole('status').textContent).toContain('response time');
    await user.click(screen.getByRole('button', { name: 'Import' }));
    expect(onImport).not.toHaveBeenCalled();
  });

  it('says so when the file is no table', async () => {
    show(null);
    expect(await screen.findByText('This is no table')).toBeTruthy();
  });

  it('gives a field to one column and a column one meaning', () => {
    const first = withMeaning(PREVIEW.suggestion, 'when', 'elapsed');
    expect(first.columns).toEqual({ label: 'name', elapsed: 'when' });
    const second = withMeaning(first, 'when', 'tag');
    expect(second).toMatchObject({ columns: { label: 'name' }, tags: ['when'] });
    expect(header.map((column) => meaningOf(second, column))).toEqual(['tag', 'label', '', '']);
  });
});
