import type { NewFrame } from '../../model/frame-interner.ts';
import type { FrameKind } from '../../model/profile.ts';

/** `address symbol (module)`; the address may be absent in what other tools make of it. */
const FRAME = /^\s*([0-9a-f]+|address)\s+(.*\S)\s+\((?!deleted\)\))(.*)\)\s*$/u;
/** `-F ip,sym` has no module, `-F ip` nothing but the address. */
const BARE_FRAME = /^\s+([0-9a-f]{2,16})(?:\s+(\S.*?))?\s*$/u;
const OFFSET = /\+0x[0-9a-f]+$/u;
const UNKNOWN = '[unknown]';

/** What stands behind the address, in words. */
export interface FrameLine {
  readonly address: string;
  readonly symbol: string;
  readonly module: string;
}

/** Null when the line is none. */
export function frameLine(line: string): FrameLine | null {
  const match = FRAME.exec(line);
  return match === null
    ? null
    : { address: match[1]!, symbol: match[2]!.replace(OFFSET, ''), module: match[3]! };
}

/** A frame of which perf was told not to print the module. */
export function bareFrameLine(line: string): FrameLine | null {
  const match = BARE_FRAME.exec(line);
  if (match === null) return null;
  return { address: match[1]!, symbol: match[2]?.replace(OFFSET, '') ?? `0x${match[1]!}`, module: '' };
}

/** The functions of a line, outermost first: compilers of Java write inlined ones behind `->`. */
export function framesOfLine({ symbol, module }: FrameLine): readonly NewFrame[] {
  if (module === 'inlined') return [{ name: symbol, kind: 'unknown', inlined: true }];
  const kind = kindOf(module);
  const known = module === UNKNOWN ? '' : module;
  if (symbol === UNKNOWN || symbol === '')
    return [{ name: known === '' ? UNKNOWN : `[${baseName(known)}]`, module: known, kind }];
  if (kind !== 'jit') return [{ name: symbol, module: known, kind }];
  return symbol
    .split('->')
    .filter((name) => name !== '')
    .map((name, place) => ({ ...jitFrame(name), module: known, inlined: place > 0 }));
}

function kindOf(module: string): FrameKind {
  if (module === '' || module === UNKNOWN) return 'unknown';
  if (/(?:^|\/)perf-\d+\.map$|(?:^|\/)jit(?:ted)?-\d+|^memfd:|\/memfd:|^\/\/anon$/u.test(module))
    return 'jit';
  if (/^\[(?:vdso|vsyscall|heap|stack|anon)/u.test(module)) return 'native';
  if (module.startsWith('[') || /\/vmlinux|^vmlinux|\.ko(?:\.[gx]z|\.zst)?$|^bpf_prog_/u.test(module))
    return 'kernel';
  return 'native';
}

/** V8 writes `JS:*name file:line:column`, where the mark says how far the function is compiled. */
const JAVASCRIPT =
  /^(?:JS|LazyCompile|Function|Script|Eval|InterpretedFunction):([*^+~]?)(\S*) (.+?):(\d+)(?::(\d+))?$/u;

function jitFrame(symbol: string): NewFrame {
  const match = JAVASCRIPT.exec(symbol);
  if (match === null) {
    return { name: symbol, kind: /^(?:Builtin|BytecodeHandler|Stub):/u.test(symbol) ? 'builtin' : 'jit' };
  }
  const [, mark, name, file, line, column] = match;
  return {
    name: name === '' ? '(anonymous)' : name!,
    file: file ?? null,
    line: Number(line),
    column: column === undefined ? null : Number(column),
    kind: mark === '~' || symbol.startsWith('InterpretedFunction') ? 'interpreted' : 'jit',
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
