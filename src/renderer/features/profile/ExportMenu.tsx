import { ChevronDown } from 'lucide-react';
import { useContext, type ReactNode } from 'react';
import type { ProfileExport, ProfileSelection } from '#shared/model/profile.ts';
import type { FlameHandle } from '../../charts/flame/FlameChart.tsx';
import { savePicture, saveSvg } from '../../charts/chart-panel/picture-export.ts';
import { NoticeText } from '../../charts/chart-panel/NoticeText.tsx';
import { PictureTakerContext } from '../../charts/chart-panel/picture-taker.tsx';
import { useNotice } from '../../charts/chart-panel/use-notice.tsx';
import { saveBlob } from '../../charts/save-blob.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { Button } from '../../ui/Button.tsx';
import type { TableTextFormat } from '../../ui/data-table/table-text.ts';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';

interface ExportMenuProps {
  /** Of saved files, without extension. */
  readonly fileName: string;
  /** What other tools get; null: nothing can be written for them here. */
  readonly selection: ProfileSelection | null;
  readonly chart: { readonly current: FlameHandle | null };
  /** A picture is on screen. */
  readonly hasChart: boolean;
  readonly tableText: (format: TableTextFormat) => string;
}

/** The picture, the table, and the profile itself as files. */
export function ExportMenu({ fileName, selection, chart, hasChart, tableText }: ExportMenuProps): ReactNode {
  const layer = useQueryLayer();
  const { text: notice, report } = useNotice();
  const takePicture = useContext(PictureTakerContext);

  async function exportTo(to: ProfileExport, of: ProfileSelection): Promise<void> {
    const file = await layer.ask('profiles.export', { selection: of, to }).result;
    // A copy: the bytes may lie in shared memory, which files cannot be made of.
    saveBlob(new Blob([new Uint8Array(file.bytes)], { type: file.mediaType }), file.name);
  }

  const forTools: readonly MenuEntry[] =
    selection === null
      ? []
      : [
          { kind: 'separator', id: 'tools' },
          {
            kind: 'action',
            id: 'speedscope',
            label: 'Save for speedscope (JSON)',
            onSelect: () => report(exportTo('speedscope', selection), 'Saved', 'Could not be written'),
          },
          {
            kind: 'action',
            id: 'folded',
            label: 'Save as folded stacks',
            onSelect: () => report(exportTo('folded', selection), 'Saved', 'Could not be written'),
          },
        ];
  return (
    <>
      <NoticeText text={notice} />
      <Menu
        align="end"
        trigger={
          <Button size="small">
            Export
            <ChevronDown />
          </Button>
        }
        entries={[
          {
            kind: 'action',
            id: 'png',
            label: 'Save the picture as PNG',
            disabled: !hasChart,
            onSelect: () =>
              report(
                savePicture(chart.current?.snapshot() ?? null, `${fileName}.png`),
                'Saved',
                'Could not be saved',
              ),
          },
          {
            kind: 'action',
            id: 'svg',
            label: 'Save the picture as SVG',
            disabled: !hasChart,
            onSelect: () =>
              report(
                saveSvg(chart.current?.svg?.() ?? null, `${fileName}.svg`),
                'Saved',
                'Could not be saved',
              ),
          },
          ...(takePicture === null
            ? []
            : [
                {
                  kind: 'action',
                  id: 'add-to-report',
                  label: 'Add to report…',
                  disabled: !hasChart,
                  onSelect: () =>
                    takePicture({
                      title: fileName,
                      take: () => ({
                        svg: chart.current?.svg?.() ?? null,
                        canvas: chart.current?.snapshot() ?? null,
                      }),
                    }),
                } as const,
              ]),
          { kind: 'separator', id: 'table' },
          {
            kind: 'action',
            id: 'csv',
            label: 'Save the table as CSV',
            onSelect: () => saveBlob(new Blob([tableText('csv')], { type: 'text/csv' }), `${fileName}.csv`),
          },
          {
            kind: 'action',
            id: 'copy',
            label: 'Copy as table',
            onSelect: () =>
              report(navigator.clipboard.writeText(tableText('tsv')), 'Copied', 'Could not be copied'),
          },
          ...forTools,
        ]}
      />
    </>
  );
}
