import type { FigureUnit } from '#shared/model/finding.ts';
import { formatBytes } from '../../../ui/byte-format.ts';
import { numberFormat } from '../../../ui/number-format.ts';
import { signed } from '../../../ui/signed-format.ts';

/** A figure of evidence in the window's locale; a dash where it is not known. */
export function figureText(value: number | null, unit: FigureUnit): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return `${numberFormat.short(value)} ms`;
    case 'ratio':
      return numberFormat.percent(value);
    case 'ratio-points':
      return `${signed(value * 100)} points`;
    case 'ratio-per-hour':
      return `${signed(value * 100)} % per hour`;
    case 'factor':
      return `${numberFormat.short(value)} ×`;
    case 'per-second':
      return `${numberFormat.short(value)}/s`;
    case 'users':
      return `${numberFormat.short(value)} users`;
    case 'minutes':
      return `${numberFormat.short(value)} min`;
    case 'bytes':
      return formatBytes(value);
    case 'bytes-per-operation':
      return `${formatBytes(value)} per operation`;
    case 'bytes-per-second':
      return `${formatBytes(value)}/s`;
    case 'per-cent':
      return `${numberFormat.short(value)} %`;
    case 'count':
    case 'number':
      return Number.isInteger(value) ? numberFormat.count(value) : numberFormat.short(value);
  }
}
