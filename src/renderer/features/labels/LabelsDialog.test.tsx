import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { labelRulesDocument, type LabelPreview, type LabelRule } from '#shared/model/label-rules.ts';
import { createQueryLayer } from '../../data/query-layer.ts';
import { QueryContext } from '../../data/use-query.ts';
import { createFakeEngine } from '../../testing/fake-engine.ts';
import { LabelsDialog } from './LabelsDialog.tsx';

afterEach(cleanup);

const PREVIEW: LabelPreview = {
  runs: [
    {
      runId: 1,
      name: 'night',
      names: 12_345,
      labelsBefore: 12_345,
      labelsAfter: 37,
      untouched: 5,
      keptApart: 0,
    },
    { runId: 2, name: 'report', names: 9, labelsBefore: 9, labelsAfter: 9, untouched: 0, keptApart: 4 },
  ],
  groups: [
    {
      runId: 1,
      label: '/user/{id}',
      kind: 'request',
      names: 900,
      samples: 5000,
      examples: ['/user/1', '/user/2'],
    },
  ],
  groupCount: 3,
  changedByRule: [12_340],
};

function show(stored: readonly LabelRule[]) {
  const asked: (readonly LabelRule[])[] = [];
  const engine = createFakeEngine({
    'labels.rules': () => stored,
    'labels.preview': ({ rules }) => {
      asked.push(rules);
      return PREVIEW;
    },
  });
  const onApply = vi.fn(() => Promise.resolve(true));
  const onClose = vi.fn();
  const user = userEvent.setup();
  render(
    <QueryContext value={createQueryLayer(engine.client)}>
      <LabelsDialog open onClose={onClose} onApply={onApply} />
    </QueryContext>,
  );
  return { asked, onApply, onClose, user };
}

describe('cleaning up labels', () => {
  it('proposes the built-in rule, and shows what it would do', async () => {
    const { asked, onApply, onClose, user } = show([]);
    const runs = await screen.findByRole('table', { name: 'Labels by run' });
    expect(within(runs).getByText('12,345', { selector: 'td:nth-child(2)' })).toBeTruthy();
    expect(within(runs).getByText('37')).toBeTruthy();
    expect(within(runs).getByText(/4 rows stay apart/u)).toBeTruthy();
    expect(screen.getByText('/user/{id}')).toBeTruthy();
    expect(screen.getByText('12,340 names')).toBeTruthy();
    expect(screen.getByText(/and 2 more labels/u)).toBeTruthy();
    expect(asked.at(-1)).toEqual([{ kind: 'builtin', id: 'numbers-uuids-hashes', enabled: true }]);
    expect(screen.getByRole('button', { name: /Restore/u })).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(onApply).toHaveBeenCalledExactlyOnceWith(asked.at(-1));
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  });

  it('leaves out a rule that is not finished, and asks again when it is', async () => {
    const { asked, user } = show([]);
    await user.click(await screen.findByRole('button', { name: 'Add a rule' }));
    await user.type(screen.getByLabelText('Replacement'), 'x');
    expect(asked.every((rules) => rules.length === 1)).toBe(true);
    await user.type(screen.getByLabelText('Pattern'), 'b+');
    await waitFor(() =>
      expect(asked.at(-1)?.[1]).toEqual({ kind: 'regex', pattern: 'b+', replacement: 'x', enabled: true }),
    );
  });

  it('moves, switches off and removes rules, and restores the names of the files', async () => {
    const first: LabelRule = { kind: 'regex', pattern: 'a', replacement: 'b', enabled: true };
    const second: LabelRule = { kind: 'regex', pattern: 'c', replacement: 'd', enabled: true };
    const { asked, onApply, user } = show([first, second]);
    await screen.findByRole('table', { name: 'Labels by run' });
    await user.click(screen.getAllByRole('button', { name: 'Apply this rule earlier' })[1]!);
    await waitFor(() => expect(asked.at(-1)).toEqual([second, first]));
    await user.click(screen.getAllByRole('checkbox')[0]!);
    await waitFor(() => expect(asked.at(-1)).toEqual([{ ...second, enabled: false }, first]));
    await user.click(screen.getAllByRole('button', { name: 'Remove this rule' })[0]!);
    await waitFor(() => expect(asked.at(-1)).toEqual([first]));
    await user.click(screen.getByRole('button', { name: /Restore/u }));
    expect(onApply).toHaveBeenCalledExactlyOnceWith([]);
  });

  it('takes rules from the clipboard, and says why it cannot', async () => {
    const { asked, user } = show([]);
    await screen.findByRole('table', { name: 'Labels by run' });
    const rule: LabelRule = { kind: 'regex', pattern: 'z', replacement: '', enabled: true };
    await navigator.clipboard.writeText('{"a":1}');
    await user.click(screen.getByRole('button', { name: 'Paste rules' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The clipboard holds no rules');
    await navigator.clipboard.writeText(labelRulesDocument([rule]));
    await user.click(screen.getByRole('button', { name: 'Paste rules' }));
    await waitFor(() => expect(asked.at(-1)).toEqual([rule]));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
