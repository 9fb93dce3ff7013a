/** A name that no other part of the report has: letters and digits. */
export function freshKey(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
