/** A fast wrong answer is worth nothing: what a case found must be what the generator planted. */
export function sameFacts(expected: object, found: unknown): void {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(found)];
  if (wanted !== got) throw new Error(`wrong result: expected ${wanted}, found ${got}`);
}
