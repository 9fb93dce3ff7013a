import { z } from 'zod';
import type { SetState } from './store.ts';

/** `overview`, `explorer` and `capacity` belong to the selected run, the others to the workspace. */
export const views = [
  'start',
  'import',
  'overview',
  'explorer',
  'capacity',
  'compare',
  'profile',
  'heap',
  'report',
  'sql',
] as const;
export type View = (typeof views)[number];

export const themeSettings = ['system', 'light', 'dark'] as const;
export type ThemeSetting = (typeof themeSettings)[number];

export const TREE_WIDTH = { min: 160, initial: 220, max: 480 } as const;

const tableLayoutSchema = z.object({
  /** Left out by hand. */
  hidden: z.array(z.string()).max(200),
  /** Asked for by hand, although they are not shown by themselves. */
  shown: z.array(z.string()).max(200).default([]),
  widths: z.record(z.string(), z.number().min(20).max(2000)),
});
/** Columns of one table, by its name. */
export type TableLayout = z.infer<typeof tableLayoutSchema>;
export const DEFAULT_TABLE_LAYOUT: TableLayout = { hidden: [], shown: [], widths: {} };

const chartOptionsSchema = z.object({
  latencyScale: z.enum(['linear', 'log']),
  percentiles: z.array(z.number().min(0).max(100)).min(1).max(12),
});
export type ChartOptions = z.infer<typeof chartOptionsSchema>;

/** Views of the explorer. */
export const explorerViews = [
  'over-time',
  'heat-map',
  'codes',
  'parts',
  'samples',
  'curve',
  'histogram',
  'load',
] as const;
export type ExplorerViewId = (typeof explorerViews)[number];

const explorerColumn = z.array(z.enum(explorerViews)).max(explorerViews.length);
const explorerLayoutSchema = z
  .object({
    /** From top to bottom; every view stands in one of them, hidden ones too: they come back to their place. */
    left: explorerColumn,
    right: explorerColumn,
    hidden: explorerColumn,
  })
  .refine(({ left, right }) => {
    const all = [...left, ...right];
    return all.length === explorerViews.length && new Set(all).size === explorerViews.length;
  });
export type ExplorerLayout = z.infer<typeof explorerLayoutSchema>;
export const DEFAULT_EXPLORER_LAYOUT: ExplorerLayout = {
  left: ['over-time', 'heat-map', 'codes', 'parts', 'samples'],
  right: ['curve', 'histogram', 'load'],
  hidden: ['codes', 'parts', 'samples', 'load'],
};

/** What survives a restart of the window. Every part falls back alone, so one bad value costs no other. */
export const layoutSettingsSchema = z.object({
  theme: z.enum(themeSettings).catch('system'),
  tables: z.record(z.string(), tableLayoutSchema).catch({}),
  charts: chartOptionsSchema.catch({ latencyScale: 'log', percentiles: [50, 90, 95, 99] }),
  explorer: explorerLayoutSchema.catch(DEFAULT_EXPLORER_LAYOUT),
  treeWidth: z.number().min(TREE_WIDTH.min).max(TREE_WIDTH.max).catch(TREE_WIDTH.initial),
  treeCollapsed: z.boolean().catch(false),
});
export type LayoutSettings = z.infer<typeof layoutSettingsSchema>;

export interface LayoutSlice extends LayoutSettings {
  readonly view: View;
}

export interface LayoutActions {
  readonly setView: (view: View) => void;
  readonly setTheme: (theme: ThemeSetting) => void;
  readonly setTableLayout: (table: string, change: Partial<TableLayout>) => void;
  readonly setChartOptions: (change: Partial<ChartOptions>) => void;
  readonly setExplorerLayout: (layout: ExplorerLayout) => void;
  readonly setTreeWidth: (width: number) => void;
  readonly setTreeCollapsed: (collapsed: boolean) => void;
}

export const defaultSettings: LayoutSettings = layoutSettingsSchema.parse({});

export function createLayoutActions(set: SetState): LayoutActions {
  return {
    setView: (view) =>
      set((state) => {
        state.layout.view = view;
      }),
    setTheme: (theme) =>
      set((state) => {
        state.layout.theme = theme;
      }),
    setTableLayout: (table, change) =>
      set((state) => {
        state.layout.tables[table] = { ...tableLayout(state.layout, table), ...change };
      }),
    setChartOptions: (change) =>
      set((state) => {
        Object.assign(state.layout.charts, change);
      }),
    setExplorerLayout: (layout) =>
      set((state) => {
        state.layout.explorer = layout;
      }),
    setTreeWidth: (width) =>
      set((state) => {
        state.layout.treeWidth = Math.round(Math.min(TREE_WIDTH.max, Math.max(TREE_WIDTH.min, width)));
      }),
    setTreeCollapsed: (collapsed) =>
      set((state) => {
        state.layout.treeCollapsed = collapsed;
      }),
  };
}

export function tableLayout(layout: LayoutSettings, table: string): TableLayout {
  return layout.tables[table] ?? DEFAULT_TABLE_LAYOUT;
}

export function settingsOf(layout: LayoutSlice): LayoutSettings {
  const { theme, tables, charts, explorer, treeWidth, treeCollapsed } = layout;
  return { theme, tables, charts, explorer, treeWidth, treeCollapsed };
}
