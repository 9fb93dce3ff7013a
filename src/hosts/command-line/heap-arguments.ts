import { common, commonOptions, type CommonOptions } from './common-options.ts';
import { parse, someFiles, wholeNumber } from './option-values.ts';
import { UsageError } from './usage.ts';

export interface HeapOptions extends CommonOptions {
  /** In the order in which they were taken. */
  readonly files: readonly string[];
  /** Requests completed before each snapshot; null where they are not known. */
  readonly operations: readonly number[] | null;
  /** Rows of each list; null: as many as make sense. */
  readonly top: number | null;
}

const heap = { ...common, operations: { type: 'string' }, top: { type: 'string' } } as const;

/**
 * @returns null for a question for help
 * @throws {UsageError}
 */
export function heapArguments(args: readonly string[]): HeapOptions | null {
  const { values, positionals } = parse(args, heap);
  if (values.help === true) return null;
  const files = someFiles(positionals, 'heap');
  return {
    ...commonOptions(values),
    files,
    operations: values.operations === undefined ? null : operationsOf(values.operations, files.length),
    top: values.top === undefined ? null : wholeNumber('--top', values.top, 1, 1_000_000),
  };
}

function operationsOf(text: string, files: number): number[] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const rising = numbers.every((value, index) => value >= 0 && (index === 0 || value > numbers[index - 1]!));
  if (numbers.length !== files || !rising) {
    throw new UsageError(
      `--operations takes the requests completed before each of the ${files} snapshots, rising: 1000,2000,3000; not "${text}".`,
    );
  }
  return numbers;
}
