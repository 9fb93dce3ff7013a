import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FormatInfo, ImportFileState } from '#shared/model/import-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-item.ts';

interface FormatMenuProps {
  readonly file: ImportFileState;
  readonly formats: readonly FormatInfo[];
  readonly onChoose: (format: string) => void;
}

/** Import as: first what the content hints at, then everything else that can be read. */
export function FormatMenu({ file, formats, onChoose }: FormatMenuProps): ReactNode {
  return (
    <Menu
      align="end"
      entries={formatEntries(file, formats, onChoose)}
      trigger={
        <Button size="small" variant="ghost" className="import-view__link">
          Choose format
          <ChevronDown />
        </Button>
      }
    />
  );
}

function formatEntries(
  file: ImportFileState,
  formats: readonly FormatInfo[],
  onChoose: (format: string) => void,
): readonly MenuEntry[] {
  const candidates = file.detection?.candidates ?? [];
  const entry = (format: string, label: string, note?: string): MenuEntry => ({
    kind: 'action',
    id: format,
    label,
    ...(note === undefined ? {} : { note }),
    onSelect: () => onChoose(format),
  });
  const likely = candidates.map(({ format, label, score }) =>
    entry(format, label, `${Math.round(score * 100)} %`),
  );
  const others = formats
    .filter((format) => !candidates.some((candidate) => candidate.format === format.id))
    .map((format) => entry(format.id, format.label, format.describes));
  if (likely.length === 0) return others;
  return [
    { kind: 'heading', id: 'likely', label: 'Could be' },
    ...likely,
    { kind: 'heading', id: 'others', label: 'All other formats' },
    ...others,
  ];
}
