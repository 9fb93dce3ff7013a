/**
 * Sets the dates of a PDF to the instant of its report, so that one report gives the same bytes however often it is printed.
 * Dates are overwritten in place: no offset in the file changes.
 * @param us microseconds since 1970-01-01T00:00:00Z
 */
export function withFixedDates(pdf: Uint8Array, us: number): Uint8Array {
  const digits = new Date(us / 1000).toISOString().replace(/[-:T]/gu, '').slice(0, 14);
  const date = Buffer.from(`D:${digits}+00'00'`, 'latin1');
  const bytes = Buffer.from(pdf);
  for (const key of ['/CreationDate (', '/ModDate (']) {
    for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + 1)) {
      const from = at + key.length;
      const end = bytes.indexOf(')', from);
      if (end - from === date.length) date.copy(bytes, from);
    }
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
