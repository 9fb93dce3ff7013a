import type { NewFrame } from '../../model/frame-interner.ts';
import type { FrameKind } from '../../model/profile.ts';

const ROOT = '(root)';
/** A longer one is no place, and matching it would take long. */
const MAX_LOCATION = 8192;

/**
 * Frame of a location as the browser writes it: `name (url:line:column)[source]`, `url:line:column` of a function without
 * name, an address, or a label. Null for the root, which is no function.
 */
export function geckoFrame(location: string): NewFrame | null {
  if (location === ROOT) return null;
  if (location.length > MAX_LOCATION) return { name: location, kind: 'label' };
  const text = location.replace(/\[\d+\]$/u, '');
  const named = /^(.*) \((.+?)(?::(\d+))?(?::(\d+))?\)$/u.exec(text);
  if (named !== null && (named[3] !== undefined || isUrl(named[2]!))) {
    return scriptFrame(named[1]!, named[2]!, named[3], named[4]);
  }
  const bare = /^(.+?):(\d+)(?::(\d+))?$/u.exec(text);
  if (bare !== null && isUrl(bare[1]!)) return scriptFrame('(anonymous)', bare[1]!, bare[2], bare[3]);
  // A symbol of a library that was looked up afterwards: "name (in libxul.so)".
  const native = /^(.*) \(in (.+)\)$/u.exec(text);
  if (native !== null) return { name: native[1]!, module: native[2]!, kind: 'native' };
  return { name: text === '' ? '(unnamed)' : text, kind: kindOf(text) };
}

function scriptFrame(
  name: string,
  file: string,
  line: string | undefined,
  column: string | undefined,
): NewFrame {
  return {
    name,
    file,
    line: line === undefined ? null : Number(line),
    column: column === undefined ? null : Number(column),
    kind: file === 'self-hosted' ? 'builtin' : 'program',
  };
}

function kindOf(text: string): FrameKind {
  if (/^0x[0-9a-f]+$/iu.test(text)) return 'native';
  return /^(?:GC|CC|IncrementalGC|Minor GC|Major GC)\b/u.test(text) ? 'gc' : 'label';
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^self-hosted|^(?:data|blob|javascript|resource|chrome|moz-src):/iu.test(
    text,
  );
}

export interface ProcessedFunction {
  readonly name: string;
  readonly file: string | null;
  readonly resource: string | null;
  readonly isJs: boolean;
  readonly line: number | null;
  readonly column: number | null;
  readonly inlined: boolean;
}

/** Frame of a function of the processed form; null for the root. */
export function processedFrame(func: ProcessedFunction): NewFrame | null {
  const { name, file, resource, isJs, line, column, inlined } = func;
  if (name === ROOT) return null;
  return {
    name: name === '' ? '(anonymous)' : name,
    file,
    module: isJs ? null : resource,
    line,
    column,
    inlined,
    kind: isJs ? 'program' : resource === null ? kindOf(name) : 'native',
  };
}
