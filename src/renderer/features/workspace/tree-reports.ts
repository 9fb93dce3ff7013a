import type { ReportSummary } from '#shared/model/report.ts';

/** What the tree knows of reports, and can do about them. */
export interface TreeReports {
  readonly reports: readonly ReportSummary[];
  /** The report on screen; null: another view is. */
  readonly openId: number | null;
  readonly readOnly: boolean;
  /** There are runs that a report could be about. */
  readonly canMake: boolean;
  readonly onOpen: (reportId: number) => void;
  /** Of the open run or comparison. */
  readonly onNew: () => void;
  readonly onRename: (report: ReportSummary, name: string) => void;
  readonly onRemove: (report: ReportSummary) => void;
}
