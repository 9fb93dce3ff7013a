import { numberFormat } from './number-format.ts';

/** A change, which has a direction: three digits with sign: `+10`, `−2.50`, `0`. */
export function signed(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return withSign(value, Number.isInteger(size) ? numberFormat.count(size) : numberFormat.short(size));
}

/** Decimals as given, for columns whose points must line up; what rounds to zero has no sign. */
export function signedFixed(value: number, decimals: number): string {
  const size = Math.abs(value);
  const text = numberFormat.fixed(size, decimals);
  return Number(size.toFixed(decimals)) === 0 ? text : withSign(value, text);
}

/** The minus sign, not the hyphen: it is as wide as the plus. */
function withSign(value: number, text: string): string {
  return `${value > 0 ? '+' : '−'}${text}`;
}
