import type { ReactNode } from 'react';
import type { DifferenceCheck } from '#shared/model/profile-difference.ts';
import { Button } from '../../../ui/Button.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { StatusIcon, type Status } from '../../../ui/StatusIcon.tsx';

const states: Readonly<Record<DifferenceCheck['state'], { readonly status: Status; readonly word: string }>> =
  {
    ok: { status: 'good', word: 'alike' },
    note: { status: 'warn', word: 'note' },
    failed: { status: 'bad', word: 'failed' },
    unknown: { status: 'unknown', word: 'cannot tell' },
  };

/** Whether the sides may be compared: the answer in the header, all checks behind it. */
export function Comparability({ checks }: { readonly checks: readonly DifferenceCheck[] }): ReactNode {
  const failed = checks.filter(({ state }) => state === 'failed').length;
  const notes = checks.filter(({ state }) => state === 'note').length;
  const words =
    failed > 0
      ? `not comparable: ${failed === 1 ? '1 check' : `${failed} checks`} failed`
      : notes > 0
        ? `comparable, ${notes === 1 ? '1 note' : `${notes} notes`}`
        : 'comparable';
  return (
    <Popover
      label="Comparability"
      align="end"
      trigger={
        <Button
          size="small"
          variant="ghost"
          icon={<StatusIcon status={failed > 0 ? 'bad' : notes > 0 ? 'warn' : 'good'} />}
        >
          {words}
        </Button>
      }
    >
      <div className="difference__checks">
        <table>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col" className="difference__side is-baseline">
                A
              </th>
              <th scope="col" className="difference__side is-candidate">
                B
              </th>
            </tr>
          </thead>
          <tbody>
            {checks.map(({ code, state, name, baseline, candidate, message }) => [
              <tr key={code}>
                <th scope="row">
                  <StatusIcon status={states[state].status} label={states[state].word} /> {name}
                </th>
                <td className="figure">{baseline}</td>
                <td className="figure">{candidate}</td>
              </tr>,
              state === 'ok' ? null : (
                <tr key={`${code} message`} className="difference__check-message">
                  <td colSpan={3}>{message}</td>
                </tr>
              ),
            ])}
          </tbody>
        </table>
      </div>
    </Popover>
  );
}
