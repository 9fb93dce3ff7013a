/** Encodings that tools write when the platform's is not UTF-8. */
export type LegacyEncoding = 'gb18030' | 'windows-1252';

const FIRST_NON_ASCII = 0x80;
/** Both bytes of the usual Chinese characters (GB 2312) are from here on. */
const FIRST_USUAL_BYTE = 0xa1;

/** The text, or null when the bytes are no UTF-8. */
export function utf8TextOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Guesses what text that is no UTF-8 is in: Chinese Windows writes GB 18030, Western Windows windows-1252. Accented letters
 * before ASCII ones are possible in both; Chinese characters rarely have an ASCII byte, so most of them must not.
 */
export function guessLegacyEncoding(bytes: Uint8Array): LegacyEncoding {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return 'windows-1252';
  }
  let characters = 0;
  let usual = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < FIRST_NON_ASCII) continue;
    characters += 1;
    if (bytes[at]! >= FIRST_USUAL_BYTE && bytes[at + 1]! >= FIRST_USUAL_BYTE) usual += 1;
    at += 1;
  }
  return 2 * usual >= characters ? 'gb18030' : 'windows-1252';
}

export function decodeLegacy(bytes: Uint8Array, encoding: LegacyEncoding): string {
  return new TextDecoder(encoding).decode(bytes);
}
