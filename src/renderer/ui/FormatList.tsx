import './format-list.css';
import type { ReactNode } from 'react';
import type { FormatInfo } from '#shared/model/import-state.ts';

const groupNames: Readonly<Record<FormatInfo['group'], string>> = {
  load: 'Load results',
  profile: 'CPU profiles',
  heap: 'Heap',
};

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
            <dd key={tool}>
              {tool}
              <span>{describes.join(', ')}</span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
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
