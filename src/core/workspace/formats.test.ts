import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FormatInfo } from '#shared/model/import-state.ts';
import { sourceKinds, type SourceKind } from '#shared/model/run.ts';
import { allFormats } from './formats.ts';

const titles: Readonly<Record<SourceKind, string>> = {
  load: 'Load tests',
  profile: 'Profiles',
  heap: 'Heap snapshots',
};

/** The formats of one kind as the README lists them: a row for each tool. */
function formatTable(formats: readonly FormatInfo[], kind: SourceKind): string {
  const byTool = new Map<string, string[]>();
  for (const { toolLabel, describes } of formats.filter(({ group }) => group === kind))
    byTool.set(toolLabel, [...(byTool.get(toolLabel) ?? []), describes]);
  const rows = [...byTool].map(([tool, describes]) => `| ${tool} | ${describes.join('; ')} |`);
  return [`| ${titles[kind]} | Files |`, '| --- | --- |', ...rows].join('\n');
}

/** Without the widths that a formatter gives to columns. */
function plain(table: string): string {
  return table.trim().replace(/-{3,}/gu, '---').replace(/ {2,}/gu, ' ');
}

it('has one format for each id, in words that fit a list', async () => {
  const formats = await allFormats();
  expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
  for (const { id, label, describes, toolLabel, group } of formats) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u);
    expect([label, describes].every((text) => text.length > 0 && text.length < 80)).toBe(true);
    // The column of the start screen.
    expect(toolLabel.length).toBeLessThan(14);
    expect(sourceKinds).toContain(group);
  }
});

it('is what the README lists', async () => {
  const formats = await allFormats();
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const listed = /<!-- formats: .*? -->\n(.*?)<!-- end of formats -->/su.exec(readme)?.[1];
  const tables = sourceKinds.map((kind) => formatTable(formats, kind)).join('\n\n');
  expect(plain(listed ?? '')).toBe(plain(tables));
});
