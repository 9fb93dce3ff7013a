import type { NewFrame } from '../../model/frame-interner.ts';
import { numberOf, objectOf, textOf } from '../json/json-fields.ts';

/** What stackprof says of a method. */
export interface StackprofFrame {
  readonly frame: NewFrame;
  /** Samples that end there. */
  readonly samples: number;
  /** Samples of calls, by id of what is called. */
  readonly edges: ReadonlyMap<string, number>;
}

const GARBAGE = /^\((?:garbage collection|marking|sweeping)\)$/u;

export function stackprofFrame(value: unknown): StackprofFrame {
  const { name, file, line, samples, edges } = objectOf(value);
  const said = textOf(name);
  const path = textOf(file);
  const title = said === null || said === '' ? '(unknown)' : said;
  return {
    frame: {
      name: title,
      file: path,
      line: numberOf(line),
      kind: GARBAGE.test(title) ? 'gc' : path === '<cfunc>' ? 'builtin' : 'program',
    },
    samples: Math.max(0, numberOf(samples) ?? 0),
    edges: new Map(
      Object.entries(objectOf(edges)).map(([id, count]) => [id, Math.max(0, numberOf(count) ?? 0)]),
    ),
  };
}
