import type { NewFrame } from '../../model/frame-interner.ts';
import type { FrameKind } from '../../model/profile.ts';
import { numberOf, objectOf, textOf } from '../json/json-fields.ts';

/** Functions of V8 that stand for a state of the engine. */
export const ROOT = '(root)';
export const GARBAGE_COLLECTOR = '(garbage collector)';
export const IDLE = '(idle)';
export const PROGRAM = '(program)';

/**
 * Frame of a `callFrame` of the DevTools protocol, or of a node of a profile before Chrome 58, which holds the same
 * members itself. Lines and columns count from 0 there, -1 is unknown.
 */
export function frameOfCallFrame(value: unknown): NewFrame {
  const callFrame = objectOf(value);
  const name = textOf(callFrame['functionName']) ?? '';
  const file = textOf(callFrame['url']) ?? '';
  const line = numberOf(callFrame['lineNumber']);
  const column = numberOf(callFrame['columnNumber']);
  return {
    name: name === '' ? '(anonymous)' : name,
    file,
    line: line === null ? null : line + 1,
    column: column === null ? null : column + 1,
    kind: kindOf(name, file),
  };
}

function kindOf(name: string, file: string): FrameKind {
  switch (name) {
    case GARBAGE_COLLECTOR:
      return 'gc';
    case IDLE:
      return 'idle';
    case PROGRAM:
    case ROOT:
      return 'outside';
    default:
  }
  if (file.startsWith('wasm:')) return 'wasm';
  if (file === '' || file.startsWith('native ') || file.startsWith('extensions::')) return 'builtin';
  return file.startsWith('node:') ? 'builtin' : 'program';
}
