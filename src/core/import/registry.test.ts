import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatInfos, importers } from './registry.ts';

/** The formats as the README lists them: a row for each tool. */
function formatTable(): string {
  const byTool = new Map<string, string[]>();
  for (const { toolLabel, describes } of formatInfos())
    byTool.set(toolLabel, [...(byTool.get(toolLabel) ?? []), describes]);
  const rows = [...byTool].map(([tool, formats]) => `| ${tool} | ${formats.join('; ')} |`);
  return ['| Tool | Files |', '| --- | --- |', ...rows].join('\n');
}

/** Without the widths that a formatter gives to columns. */
function plain(table: string): string {
  return table.trim().replace(/-{3,}/gu, '---').replace(/ {2,}/gu, ' ');
}

describe('the table of importers', () => {
  it('has one importer for each id', () => {
    const ids = importers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, label, describes } of importers) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u);
      expect([label, describes].every((text) => text.length > 0 && text.length < 80)).toBe(true);
    }
  });

  it('is what the README lists', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    const listed = /<!-- formats: .*? -->\n(.*?)<!-- end of formats -->/su.exec(readme)?.[1];
    expect(plain(listed ?? '')).toBe(plain(formatTable()));
  });
});
