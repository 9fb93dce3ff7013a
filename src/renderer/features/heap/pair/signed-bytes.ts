import { formatBytes } from '../../../ui/byte-format.ts';

/** A change of size in a unit of its own: `+1.3 MB`, `−220 kB`, `0 B`. */
export function signedBytes(bytes: number): string {
  if (bytes === 0) return formatBytes(0);
  return `${bytes > 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`;
}
