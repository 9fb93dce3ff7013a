import { createContext, useContext } from 'react';
import { ensureExists } from '#shared/assert.ts';
import type { ReportEdits } from '#shared/model/report.ts';

/** The report on screen, and how it is changed. */
export interface OpenReport {
  readonly id: number;
  readonly edits: ReportEdits;
  readonly readOnly: boolean;
  /**
   * @param label what was done, as it follows "Undo"
   * @param typing edits with the same name that follow each other are taken back together
   */
  readonly edit: (label: string, change: (edits: ReportEdits) => ReportEdits, typing?: string) => void;
  readonly endTyping: () => void;
}

export const OpenReportContext = createContext<OpenReport | null>(null);

export function useOpenReport(): OpenReport {
  return ensureExists(useContext(OpenReportContext), 'an open report above this component');
}
