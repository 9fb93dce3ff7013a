/** Keys and places from the outside in: `['threads', 3, 'samples']`. */
export type JsonPath = readonly (string | number)[];

/**
 * What becomes of a value.
 * - enter: its members or elements are asked about one by one
 * - skip: it is passed over, however large
 * - value: it is delivered whole; at most `MAX_PIECE_BYTES`
 * - elements: of an array; its elements are delivered many at a time
 * - a {@link RawArrayReader}: reads the array's bytes itself
 */
export type JsonAction = 'enter' | 'skip' | 'value' | 'elements' | RawArrayReader;

export type JsonKind = 'object' | 'array' | 'scalar';

export interface JsonVisitor {
  decide(path: JsonPath, kind: JsonKind): JsonAction;
  value(path: JsonPath, value: unknown): void;
  elements(path: JsonPath, elements: readonly unknown[]): void;
  /** An object or array that was entered is complete. */
  leave?(path: JsonPath): void;
}

export interface RawArrayReader {
  /**
   * Reads from `at`, the first time behind the opening bracket.
   * @returns the place up to which it is done; behind the closing bracket when it is {@link done}
   */
  read(bytes: Uint8Array, at: number, end: number): number;
  readonly done: boolean;
}
