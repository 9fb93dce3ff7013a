import { isInstant } from '../gatling/instants.ts';
import type { LineCells } from './line-cells.ts';

/** How the RUN line is laid out; its version cell is not to be trusted (2.x writes `2.0`, tools edit it). */
export type RunLayout = '1.x' | '2.0 / 2.1' | '2.2 / 2.3' | '3.x';

/** What the RUN line says. A text that the layout does not have is empty. */
export interface RunFacts {
  readonly layout: RunLayout;
  readonly simulationClass: string;
  readonly simulationId: string;
  readonly description: string;
  /** As written. */
  readonly version: string;
  /** ms since 1970; null where the line has a local date (1.x). */
  readonly startMs: number | null;
  /** The date of 1.x, `20120611115415`. */
  readonly localDate: string;
}

const LOCAL_DATE = /^\d{14}$/u;

/**
 * Reads a RUN line that starts with its type.
 * @param text the text of a cell
 * @returns null when its cells do not make a RUN line
 */
export function readRunLine(cells: LineCells, text: (cell: number) => string): RunFacts | null {
  const { count } = cells;
  // 1.x: date, id, description, in some versions the class.
  if (count >= 4 && count <= 5 && LOCAL_DATE.test(text(1))) {
    return facts('1.x', {
      simulationClass: text(4),
      simulationId: text(2),
      description: text(3),
      localDate: text(1),
    });
  }
  for (let cell = 3; cell + 2 < count && cell <= 4; cell++) {
    const startMs = cells.number(cell);
    if (startMs <= 0 || !isInstant(startMs)) continue;
    return facts(cell === 3 ? '3.x' : '2.2 / 2.3', {
      simulationClass: text(1),
      // 2.2 has the id that was asked for, if any, and the one from the class.
      simulationId: cell === 4 && text(2) !== '' ? text(2) : text(cell - 1),
      description: text(cell + 1),
      version: text(cell + 2),
      startMs,
    });
  }
  return null;
}

/** Reads the RUN line of 2.0 and 2.1: class, id, `RUN`, start, description, version. */
export function readOldRunLine(cells: LineCells, text: (cell: number) => string): RunFacts | null {
  const startMs = cells.number(3);
  if (cells.count < 6 || startMs <= 0 || !isInstant(startMs)) return null;
  return facts('2.0 / 2.1', {
    simulationClass: text(0),
    simulationId: text(1),
    description: text(4),
    version: text(5),
    startMs,
  });
}

function facts(layout: RunLayout, known: Partial<RunFacts>): RunFacts {
  return {
    simulationClass: '',
    simulationId: '',
    description: '',
    version: '',
    startMs: null,
    localDate: '',
    ...known,
    layout,
  };
}
