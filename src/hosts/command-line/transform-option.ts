import type { FunctionMatch, ProfileTransform } from '#shared/model/profile.ts';
import { UsageError } from './usage.ts';

const FORM =
  'KIND:WHAT, where KIND is focus, focus-innermost, drop, hide, collapse or collapse-library and WHAT is the name of a function, /a regular expression/ or module:NAME; or collapse-recursion:direct, collapse-recursion:full';

/**
 * One change of the tree: `hide:/^node:/`, `focus:main`, `collapse-library:module:libc.so.6`, `collapse-recursion:direct`.
 * @throws {UsageError}
 */
export function parseTransform(text: string): ProfileTransform {
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const what = text.slice(colon + 1);
  if (colon > 0 && what !== '') {
    switch (kind) {
      case 'focus':
      case 'focus-innermost':
        return {
          kind: 'focus',
          match: matchOf(what),
          occurrence: kind === 'focus' ? 'outermost' : 'innermost',
        };
      case 'drop':
      case 'hide':
      case 'collapse':
      case 'collapse-library':
        return { kind, match: matchOf(what) };
      case 'collapse-recursion':
        if (what === 'direct' || what === 'full') return { kind, recursion: what };
        break;
      default:
    }
  }
  throw new UsageError(`--transform takes ${FORM}; not "${text}".`);
}

function matchOf(what: string): FunctionMatch {
  const pattern = /^\/(.+)\/$/u.exec(what)?.[1];
  if (pattern !== undefined) return { by: 'pattern', pattern };
  const module = /^module:(.+)$/u.exec(what)?.[1];
  if (module !== undefined) return { by: 'module', module };
  return { by: 'function', name: what, file: null, line: null };
}
