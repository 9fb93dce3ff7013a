import type { WireError } from '#shared/contract/errors.ts';

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Terminal {
  /** Results. */
  print(text: string): void;
  /** Messages for people. */
  note(text: string): void;
  /** A line that replaces itself; nothing unless standard error is a terminal. */
  progress(text: string | null): void;
}

export function processTerminal(): Terminal {
  const live = process.stderr.isTTY;
  let shown = false;
  const clear = (): void => {
    if (shown) process.stderr.write('\r\u001b[2K');
    shown = false;
  };
  return {
    print: (text) => {
      clear();
      process.stdout.write(`${text}\n`);
    },
    note: (text) => {
      clear();
      process.stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!live) return;
      clear();
      if (text === null) return;
      const width = process.stderr.columns || 80;
      process.stderr.write(text.slice(0, width - 1));
      shown = true;
    },
  };
}

/** One line: what, which file, where, what to do; `--verbose` adds the details below it. */
export function errorLine(error: WireError, verbose: boolean): string {
  const line = `loadstone: ${errorWords(error)}`;
  return verbose && error.detail !== undefined ? `${line}\n${error.detail}` : line;
}

/** What went wrong, where, and what to do, for files that a command writes. */
export function errorWords(error: WireError): string {
  const { place } = error;
  const where = [
    place?.line === undefined ? null : `line ${place.line}`,
    place?.byte === undefined ? null : `byte ${place.byte}`,
    place?.file ?? null,
  ].filter((part) => part !== null);
  const message = `${error.message}${where.length === 0 ? '' : ` (${where.join(', ')})`}`;
  return error.hint === undefined ? message : `${message} ${error.hint}`;
}
