/** What a figure was computed from, and over which time. */
export type HeadlineContext = readonly [string, string];

/** One figure with its context. */
export interface HeadlineFigure {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** The figure without rounding. */
  readonly exact: string;
  readonly estimated: boolean;
  readonly context: HeadlineContext;
}

interface FigureWords {
  readonly text: (value: number) => string;
  readonly unit: string;
  readonly exact: (value: number) => string;
  readonly estimated: boolean;
  readonly context: HeadlineContext;
  /** What a missing figure says on hover. */
  readonly missing?: string;
}

/** What is not known has no unit and is no estimate. */
export function headlineFigure(
  id: string,
  name: string,
  value: number | null,
  words: FigureWords,
): HeadlineFigure {
  const { context, missing = 'not known' } = words;
  if (value === null) return { id, name, value: '–', unit: '', exact: missing, estimated: false, context };
  const { text, unit, exact, estimated } = words;
  return { id, name, value: text(value), unit, exact: exact(value), estimated, context };
}
