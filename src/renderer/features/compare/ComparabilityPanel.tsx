import './comparability.css';
import { useState, type ReactNode } from 'react';
import type { ComparabilityCheck } from '#shared/model/comparison.ts';
import { useActions } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { StatusIcon, type Status } from '../../ui/StatusIcon.tsx';
import { WaiveDialog } from './WaiveDialog.tsx';

const states: Readonly<
  Record<ComparabilityCheck['state'], { readonly status: Status; readonly word: string }>
> = {
  ok: { status: 'good', word: 'alike' },
  note: { status: 'warn', word: 'note' },
  failed: { status: 'bad', word: 'failed' },
  unknown: { status: 'unknown', word: 'cannot tell' },
};

interface ComparabilityPanelProps {
  /** Null: not known yet. */
  readonly checks: readonly ComparabilityCheck[] | null;
  /** Nobody is computing them. */
  readonly stopped: boolean;
}

/** Whether the two sides can be compared at all: first the figures of each check, then what the notes mean. */
export function ComparabilityPanel({ checks, stopped }: ComparabilityPanelProps): ReactNode {
  if (checks !== null) return <Checks checks={checks} />;
  return (
    <section className="comparability" aria-label="Comparability" data-pane="comparability">
      <PanelHeader title="Comparability" note={stopped ? 'not checked' : 'being checked'} />
    </section>
  );
}

function Checks({ checks }: { readonly checks: readonly ComparabilityCheck[] }): ReactNode {
  const { waiveCheck } = useActions();
  const [waiving, setWaiving] = useState<string | null>(null);
  const asked = checks.find((check) => check.code === waiving) ?? null;
  const told = checks.filter((check) => check.state === 'note' || (check.state === 'unknown' && !check.caps));
  return (
    <section className="comparability" aria-label="Comparability" data-pane="comparability">
      <PanelHeader title="Comparability" note={<Overall checks={checks} />} />
      {/* Scrolls where the window is low, and holds nothing but text then. */}
      <div className="comparability__body" role="group" aria-label="Checks" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col" className="side-a">
                A
              </th>
              <th scope="col" className="side-b">
                B
              </th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <CheckRow key={check.code} check={check} onWaive={() => setWaiving(check.code)} />
            ))}
          </tbody>
        </table>
        {told.length > 0 && (
          <div className="comparability__notes">
            {told.map((check) => (
              <p key={check.code}>{check.message}</p>
            ))}
          </div>
        )}
      </div>
      {asked !== null && (
        <WaiveDialog
          check={asked}
          onWaive={(reason) => waiveCheck(asked.code, reason)}
          onClose={() => setWaiving(null)}
        />
      )}
    </section>
  );
}

function CheckRow({
  check,
  onWaive,
}: {
  readonly check: ComparabilityCheck;
  readonly onWaive: () => void;
}): ReactNode {
  const { waiveCheck } = useActions();
  const { code, state, name, waived } = check;
  const caps = check.caps && state !== 'ok' && state !== 'note';
  return (
    <>
      <tr title={check.message}>
        <th scope="row">
          <StatusIcon status={states[state].status} label={states[state].word} />
          {name}
        </th>
        {check.baseline === check.candidate ? (
          <td className="figure" colSpan={2} title={`A and B: ${check.baseline}`}>
            {check.baseline}
          </td>
        ) : (
          <>
            <td className="figure" title={check.baseline}>
              {check.baseline}
            </td>
            <td className="figure" title={check.candidate}>
              {check.candidate}
            </td>
          </>
        )}
      </tr>
      {caps && (
        <tr className="comparability__cap">
          <td colSpan={3}>
            {waived === null ? (
              <>
                <p>{check.message} Every verdict is held at inconclusive.</p>
                <Button size="small" onClick={onWaive}>
                  Waive with a reason
                </Button>
              </>
            ) : (
              <>
                <p>
                  <b>Waived:</b> {waived}
                </p>
                <Button size="small" variant="ghost" onClick={onWaive}>
                  Change the reason
                </Button>
                <Button size="small" variant="ghost" onClick={() => waiveCheck(code, null)}>
                  Take it back
                </Button>
              </>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

function Overall({ checks }: { readonly checks: readonly ComparabilityCheck[] }): ReactNode {
  const open = checks.filter(
    ({ state, caps, waived }) => caps && (state === 'failed' || state === 'unknown') && waived === null,
  );
  const failed = open.filter((check) => check.state === 'failed').length;
  const waived = checks.filter((check) => check.waived !== null).length;
  const notes = checks.filter((check) => check.state === 'note').length;
  const [status, word]: readonly [Status, string] =
    failed > 0
      ? ['bad', 'not comparable']
      : open.length > 0
        ? ['unknown', 'cannot tell']
        : waived > 0
          ? ['warn', 'comparable']
          : ['good', 'comparable'];
  return (
    <span className="comparability__overall">
      <StatusIcon status={status} /> <span className={status}>{word}</span>
      {waived > 0 && <span>{waived} waived</span>}
      {notes > 0 && (
        <span className="comparability__note-count">{notes === 1 ? '1 note' : `${notes} notes`}</span>
      )}
    </span>
  );
}
