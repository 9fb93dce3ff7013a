import { useState, type ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { useActions } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatInstant } from '../../../ui/instant-format.ts';
import { isOwn, leftOut, signed, withoutOwnFinding, withoutSignature } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { LeaveOutDialog } from './LeaveOutDialog.tsx';
import { SignDialog } from './SignDialog.tsx';

interface FindingFooterProps {
  readonly finding: PrintedFinding;
  readonly shown: readonly PrintedFinding[];
}

/** Who stands behind the finding, and what becomes of it. */
export function FindingFooter({ finding, shown }: FindingFooterProps): ReactNode {
  const { edits, readOnly, edit } = useOpenReport();
  const { chooseFinding } = useActions();
  const [asking, setAsking] = useState<'sign' | 'leave-out' | null>(null);
  const { author } = edits.settings;
  const { signature } = finding;

  function sign(by: string): void {
    edit(`signing ${finding.title}`, (now) => signed(now, shown, finding, by, Date.now() * 1000));
  }

  /** The one behind it is next, or the one before it at the end. */
  function goOn(): void {
    const printed = shown.filter(({ status }) => status !== 'dismissed');
    const at = printed.findIndex(({ id }) => id === finding.id);
    chooseFinding((printed[at + 1] ?? printed[at - 1])?.id ?? null);
  }

  return (
    <footer className="finding-footer">
      <span className="finding-footer__state" role="status" title={stateText(finding)}>
        {stateText(finding)}
      </span>
      {isOwn(finding.id) && (
        <Button
          size="small"
          variant="ghost"
          disabled={readOnly}
          onClick={() => {
            goOn();
            edit(`removing ${finding.title}`, (now) => withoutOwnFinding(now, finding.id));
          }}
        >
          Remove
        </Button>
      )}
      <Button size="small" disabled={readOnly} onClick={() => setAsking('leave-out')}>
        Leave out…
      </Button>
      {signature === null ? (
        <Button
          size="small"
          variant="primary"
          disabled={readOnly}
          onClick={() => {
            if (author.trim() === '') setAsking('sign');
            else sign(author);
          }}
        >
          Sign finding
        </Button>
      ) : (
        <Button
          size="small"
          aria-label="Withdraw the signature"
          disabled={readOnly}
          onClick={() =>
            edit(`withdrawing the signature of ${finding.title}`, (now) =>
              withoutSignature(now, shown, finding.id),
            )
          }
        >
          Withdraw
        </Button>
      )}
      {asking === 'leave-out' && (
        <LeaveOutDialog
          title={finding.title}
          onLeaveOut={(reason) => {
            goOn();
            edit(`leaving out ${finding.title}`, (now) => leftOut(now, shown, finding.id, reason));
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'sign' && (
        <SignDialog title={finding.title} onSign={sign} onClose={() => setAsking(null)} />
      )}
    </footer>
  );
}

function stateText({ id, signature, changes }: PrintedFinding): string {
  if (signature !== null) return `Signed by ${signature.by}, ${formatInstant(signature.atUs).slice(0, 10)}`;
  if (changes.length > 0) return 'The signature does not hold any more';
  return isOwn(id) ? 'Yours, not signed' : 'Suggested by Loadstone';
}
