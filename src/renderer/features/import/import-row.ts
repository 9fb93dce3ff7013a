import type { ImportFileState } from '#shared/model/import-state.ts';
import { formatRemaining, formatSpan } from '../../ui/duration-format.ts';
import type { Status } from '../../ui/StatusIcon.tsx';

/** What a row of the import panel says about a file, before it is drawn. */
export interface ImportRowText {
  readonly status: Status;
  readonly statusLabel: string;
  /** What the file is, or why it is not imported. */
  readonly title: string;
  readonly isProblem: boolean;
  /** How that is known, and what to do. */
  readonly reason: string;
  readonly time: string;
}

const states: Readonly<Record<ImportFileState['phase'], readonly [Status, string]>> = {
  waiting: ['waiting', 'waiting'],
  reading: ['busy', 'reading'],
  finishing: ['busy', 'finishing'],
  done: ['good', 'done'],
  failed: ['bad', 'not imported'],
  cancelled: ['stopped', 'cancelled'],
};

export function importRowText(file: ImportFileState): ImportRowText {
  // "Done" with nothing to show for it is not good news.
  const nothingKept = file.phase === 'done' && file.rows === 0;
  const [status, statusLabel] = nothingKept ? (['warn', 'done, no row kept'] as const) : states[file.phase];
  const { title, reason, isProblem } = file.error === null ? detected(file) : problem(file, file.error.code);
  return { status, statusLabel, title, isProblem, reason, time: timeText(file) };
}

function detected(file: ImportFileState): Pick<ImportRowText, 'title' | 'reason' | 'isProblem'> {
  const { detection } = file;
  if (detection?.best === null || detection === null) {
    const title = file.phase === 'cancelled' ? 'Not imported' : 'Not looked at yet';
    return { title, reason: detection?.note ?? '', isProblem: false };
  }
  const { best, compression, toolVersion, note } = detection;
  const name = toolVersion === null ? best.label : `${best.label}, version ${toolVersion}`;
  const title = compression === 'none' ? name : `${name}, ${compression}`;
  const reasons = note === null ? best.reasons : [...best.reasons, note];
  return { title, reason: reasons.join('; '), isProblem: false };
}

function problem(file: ImportFileState, code: string): Pick<ImportRowText, 'title' | 'reason' | 'isProblem'> {
  const message = file.error?.message ?? '';
  const hint = file.error?.hint;
  if (code === 'file-not-recognised') {
    return { title: 'Not recognised', reason: file.detection?.note ?? message, isProblem: true };
  }
  if (code === 'file-duplicate')
    return { title: 'Already in this workspace', reason: message, isProblem: true };
  return { title: message, reason: hint ?? '', isProblem: true };
}

function timeText(file: ImportFileState): string {
  switch (file.phase) {
    case 'waiting':
      return 'waits';
    case 'reading':
      return file.remainingMs === null ? '' : formatRemaining(file.remainingMs);
    case 'finishing':
      return 'finishing';
    case 'done':
      return `done in ${formatSpan(file.elapsedMs)}`;
    case 'failed':
      return '';
    case 'cancelled':
      return 'cancelled';
  }
}
