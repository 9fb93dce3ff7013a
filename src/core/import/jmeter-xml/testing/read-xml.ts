import { collect, type Collected } from '../../testing/collect.ts';
import { jmeterXml } from '../jmeter-xml.ts';

export function readXml(text: string | Uint8Array, pieceBytes = 1 << 20, timeZone = 'UTC'): Collected {
  return collect(jmeterXml, text, { pieceBytes, options: { timeZone } });
}

/** A whole file with these elements in it. */
export function resultFile(...elements: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n${elements.join('\n')}\n</testResults>\n`;
}
