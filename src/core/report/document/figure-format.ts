import type { FigureUnit } from '#shared/model/finding.ts';

const MINUS = '−';
const MISSING = '–';

/**
 * How a report writes figures: by the person's locale, three digits unless a whole number has more, and a true minus. One
 * column has one unit; what is not known is a dash.
 */
export class FigureFormat {
  private readonly locale: string;
  private readonly whole: Intl.NumberFormat;

  /** @param locale a BCP 47 tag; one that this computer does not know falls back to English */
  constructor(locale: string) {
    this.locale = Intl.NumberFormat.supportedLocalesOf(locale).length > 0 ? locale : 'en-GB';
    this.whole = new Intl.NumberFormat(this.locale, { maximumFractionDigits: 0 });
  }

  count(value: number | null): string {
    return value === null ? MISSING : this.whole.format(Math.round(value)).replace('-', MINUS);
  }

  /** Three significant digits; whole numbers keep all of theirs. */
  number(value: number | null, digits = 3): string {
    if (value === null || !Number.isFinite(value)) return MISSING;
    const size = Math.abs(value);
    if (size >= 10 ** (digits - 1) || value === 0) return this.count(value);
    const exponent = Math.floor(Math.log10(size));
    const decimals = Math.min(6, digits - 1 - exponent);
    const rounded = Number(value.toFixed(decimals));
    const isWhole = Number.isInteger(value);
    return new Intl.NumberFormat(this.locale, {
      minimumFractionDigits: isWhole ? 0 : decimals,
      maximumFractionDigits: decimals,
    })
      .format(rounded)
      .replace('-', MINUS);
  }

  /** A round number beside an axis: no digits that say nothing. */
  tick(value: number): string {
    return new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 6 })
      .format(value)
      .replace('-', MINUS);
  }

  signed(text: string, value: number): string {
    return value > 0 && !text.startsWith('+') ? `+${text}` : text;
  }

  /** `597 ms`, `12.4 s` */
  milliseconds(value: number | null): string {
    if (value === null) return MISSING;
    return Math.abs(value) >= 10_000 ? `${this.number(value / 1000)} s` : `${this.number(value)} ms`;
  }

  /** 0..1 as per cent. */
  ratio(value: number | null, signed = false): string {
    if (value === null) return MISSING;
    const percent = value * 100;
    const size = Math.abs(percent);
    const decimals = size >= 9.95 || size === 0 ? 0 : size >= 0.995 ? 1 : size >= 0.0995 ? 2 : 3;
    const text = new Intl.NumberFormat(this.locale, { maximumFractionDigits: decimals })
      .format(percent)
      .replace('-', MINUS);
    return `${signed ? this.signed(text, percent) : text} %`;
  }

  /** A difference of shares: `+0.45 points`. */
  private points(difference: number): string {
    return `${this.signed(this.number(difference * 100, 2), difference)} points`;
  }

  bytes(value: number | null): string {
    if (value === null) return MISSING;
    const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
    let scaled = value;
    let unit = 0;
    while (Math.abs(scaled) >= 1000 && unit < units.length - 1) {
      scaled /= 1000;
      unit += 1;
    }
    return `${this.number(scaled)} ${units[unit]!}`;
  }

  /** `45 s`, `29 min 20 s`, `1 h 5 min` */
  duration(ms: number | null): string {
    if (ms === null) return MISSING;
    if (ms < 10_000)
      return `${new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 3 }).format(ms / 1000)} s`;
    const seconds = Math.round(ms / 1000);
    if (seconds < 60) return `${seconds} s`;
    const [large, small, unit, rest] =
      seconds < 3600
        ? ([Math.floor(seconds / 60), seconds % 60, 'min', 's'] as const)
        : ([Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), 'h', 'min'] as const);
    return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${rest}`;
  }

  /** Since the start of the run: `2:05`, `1:02:05`. */
  clock(ms: number): string {
    const seconds = Math.round(ms / 1000);
    const two = (value: number): string => String(value).padStart(2, '0');
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  }

  /** The same everywhere, whatever the locale: `2026-03-14 14:06 UTC`. */
  instant(us: number | null): string {
    if (us === null) return MISSING;
    return `${new Date(us / 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  }

  day(us: number | null): string {
    return us === null ? MISSING : this.instant(us).slice(0, 10);
  }

  /** A figure of evidence with its unit. */
  figure(value: number | null, unit: FigureUnit): string {
    if (value === null) return MISSING;
    const suffix = UNIT_SUFFIX[unit];
    if (unit === 'ms') return this.milliseconds(value);
    if (unit === 'ratio') return this.ratio(value);
    if (unit === 'ratio-points') return this.points(value);
    if (unit === 'ratio-per-hour') return `${this.ratio(value, true)} per hour`;
    if (unit === 'bytes') return this.bytes(value);
    if (unit === 'bytes-per-operation') return `${this.bytes(value)} per operation`;
    if (unit === 'bytes-per-second') return `${this.bytes(value)}/s`;
    return `${this.number(value)}${suffix}`;
  }

  /** The change of a figure: a ratio in per cent, of shares a difference in points. */
  change(value: number | null, unit: FigureUnit): string {
    if (value === null) return MISSING;
    if (unit === 'ratio' || unit === 'ratio-points') return this.points(value);
    return this.ratio(value, true);
  }
}

const UNIT_SUFFIX: Readonly<Record<FigureUnit, string>> = {
  ms: ' ms',
  ratio: '',
  'ratio-points': '',
  'ratio-per-hour': '',
  factor: ' ×',
  count: '',
  'per-second': '/s',
  users: ' users',
  minutes: ' min',
  bytes: '',
  'bytes-per-operation': '',
  'bytes-per-second': '',
  'per-cent': ' %',
  number: '',
};
