/** Two decimals: a hundredth of a pixel is nothing to see, and half of the file otherwise. */
export function svgNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** For texts and attribute values alike. Characters that XML cannot hold at all are left out. */
export function svgText(text: string): string {
  return Array.from(text)
    .filter((character) => isAllowed(character.codePointAt(0)!))
    .join('')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/"/gu, '&quot;');
}

function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

export function svgAttributes(attributes: Readonly<Record<string, string | null>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${svgText(value)}"`))
    .join('');
}
