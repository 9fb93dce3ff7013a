import type { SoakTrend } from '#shared/model/soak.ts';
import { soakTrendName, soakValueText } from '../../charts/soak-trend/value-text.ts';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { chooseDurationScale } from '../../ui/duration-format.ts';
import { exactNumber, numberFormat } from '../../ui/number-format.ts';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import { changeText, perHourText, soakVerdict } from './soak-words.ts';

/** Columns of the trends; rows as given. */
export function soakColumns(trends: readonly SoakTrend[], clockTickMs: number): readonly DataColumn[] {
  const scale = chooseDurationScale(
    trends.flatMap(({ contains, from, to }) => (contains === 'time' ? [from, to] : [])),
    clockTickMs,
  );
  const right = { align: 'right' } as const;
  const share = (value: number | null): string => (value === null ? '' : exactNumber(value));
  return [
    {
      id: 'name',
      header: 'What',
      width: 150,
      grow: 2,
      cell: (row) => <span title={soakTrendName(trends[row]!)}>{soakTrendName(trends[row]!)}</span>,
      sortValue: (row) => soakTrendName(trends[row]!),
      copyText: (row) => soakTrendName(trends[row]!),
    },
    {
      ...right,
      id: 'from',
      header: 'From',
      width: 76,
      cell: (row) => soakValueText(trends[row]!, trends[row]!.from, scale),
      sortValue: (row) => trends[row]!.from,
      copyText: (row) => exactNumber(trends[row]!.from),
    },
    {
      ...right,
      id: 'to',
      header: 'To',
      width: 76,
      cell: (row) => soakValueText(trends[row]!, trends[row]!.to, scale),
      sortValue: (row) => trends[row]!.to,
      copyText: (row) => exactNumber(trends[row]!.to),
    },
    {
      ...right,
      id: 'change',
      header: 'Change',
      width: 72,
      cell: (row) => changeText(trends[row]!.change),
      sortValue: (row) => trends[row]!.change,
      copyText: (row) => share(trends[row]!.change),
    },
    {
      ...right,
      id: 'per-hour',
      header: 'Per hour (95 %)',
      hint: 'Slope of Theil and Sen as a share of the start, with its interval',
      width: 170,
      cell: (row) => perHourText(trends[row]!),
      sortValue: (row) => trends[row]!.perHour,
      copyText: (row) => share(trends[row]!.perHour),
    },
    {
      ...right,
      id: 'p',
      header: 'p',
      hint: 'Mann–Kendall with the correction of Hamed and Rao; of response times adjusted for all trends (Holm)',
      width: 60,
      cell: (row) => (trends[row]!.p < 0.001 ? '< 0.001' : numberFormat.short(trends[row]!.p)),
      sortValue: (row) => trends[row]!.p,
      copyText: (row) => exactNumber(trends[row]!.p),
    },
    {
      id: 'verdict',
      header: 'Verdict',
      width: 130,
      grow: 1,
      cell: (row) => {
        const { status, text } = soakVerdict(trends[row]!);
        return (
          <span className="capacity__verdict">
            <StatusIcon status={status} />
            {text}
          </span>
        );
      },
      sortValue: (row) => soakVerdict(trends[row]!).rank,
      copyText: (row) => soakVerdict(trends[row]!).text,
    },
  ];
}
