import './format-list.css';
import type { ReactNode } from 'react';
import type { FormatInfo } from '#shared/model/import-state.ts';

const groupNames: Readonly<Record<FormatInfo['group'], string>> = {
  load: 'Load results',
  profile: 'CPU profiles',
  heap: 'Heap',
};

/** The tool of formats that have no line of their own: what they are called is all that is known of them, and is not cut. */
const OTHERS = 'Others';

/** What the engine's table of importers opens, one line per tool. */
export function FormatList({ formats }: { readonly formats: readonly FormatInfo[] }): ReactNode {
  const groups = (['load', 'profile', 'heap'] as const).filter((group) =>
    formats.some((format) => format.group === group),
  );
  return (
    <dl className="format-list">
      {groups.map((group) => (
        <div key={group}>
          <dt>{groupNames[group]}</dt>
          {byTool(formats.filter((format) => format.group === group)).map(([tool, describes]) => (
            <dd key={tool} title={describes.join(', ')}>
              {tool}
              <span className={tool === OTHERS ? undefined : 'ellipsis'}>{shortened(describes)}</span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** `JTL as CSV` and `JTL as XML` are `JTL as CSV or XML`. */
function shortened(describes: readonly string[]): string {
  const encodings = new Map<string, string[]>();
  for (const words of describes) {
    const at = words.lastIndexOf(' as ');
    const what = at < 0 ? words : words.slice(0, at);
    encodings.set(what, [...(encodings.get(what) ?? []), ...(at < 0 ? [] : [words.slice(at + 4)])]);
  }
  return [...encodings]
    .map(([what, as]) => (as.length === 0 ? what : `${what} as ${as.join(' or ')}`))
    .join(', ');
}

function byTool(formats: readonly FormatInfo[]): readonly (readonly [string, readonly string[]])[] {
  const tools = new Map<string, string[]>();
  for (const format of formats) {
    const known = tools.get(format.toolLabel);
    if (known === undefined) tools.set(format.toolLabel, [format.describes]);
    else known.push(format.describes);
  }
  return [...tools];
}
