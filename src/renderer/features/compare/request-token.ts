import type { ComparisonRequest } from '#shared/model/comparison.ts';

/** Names a question, so that its progress can be told from that of another: equal requests have equal tokens. */
export function requestToken(request: ComparisonRequest): string {
  const text = JSON.stringify(request);
  return `compare-${hash(text, 0x811c9dc5)}${hash(text, 0x01000193)}-${text.length}`;
}

/** FNV-1a, 32 bits. */
function hash(text: string, seed: number): string {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
