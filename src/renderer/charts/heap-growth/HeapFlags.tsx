import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { formatBytes } from '../../ui/byte-format.ts';
import { classes } from '../../ui/class-names.ts';
import { ContextMenu } from '../../ui/ContextMenu.tsx';
import { formatElapsed } from '../../ui/duration-format.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { HeapFlag } from './model.ts';
import { flagRoom, type HeapGrowthScene } from './scene.ts';

interface HeapFlagsProps {
  readonly scene: HeapGrowthScene;
  readonly onToggle: (snapshotId: number) => void;
  readonly onCompare: (beforeId: number, afterId: number) => void;
  readonly menuOf: (snapshotId: number) => readonly MenuEntry[];
}

const DRAGGED = 'application/x-loadstone-flag';
/** Room that a flag needs for its name, and for its name and the size of the heap. */
const NAME_PX = 30;
const VALUE_PX = 66;

/** Flags of the snapshots: a click leaves one out, a drag onto another compares the two; arrows move, the menu key has all of it. */
export function HeapFlags({ scene, onToggle, onCompare, menuOf }: HeapFlagsProps): ReactNode {
  const { model, toX, flagTop, unit, perUnit, right } = scene;
  const root = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [over, setOver] = useState<number | null>(null);
  const [menuOn, setMenuOn] = useState<number | null>(null);
  const room = flagRoom(scene);
  const reachable = Math.min(active, model.flags.length - 1);

  function onKeyDown(event: KeyboardEvent): void {
    const to = event.key === 'ArrowRight' ? reachable + 1 : event.key === 'ArrowLeft' ? reachable - 1 : -1;
    const flag = root.current?.querySelector<HTMLElement>(`[data-flag="${to}"]`);
    if (flag == null || event.altKey || event.ctrlKey || event.metaKey) return;
    setActive(to);
    flag.focus();
    event.preventDefault();
  }

  return (
    <ContextMenu entries={menuOn === null ? [] : menuOf(menuOn)}>
      <div
        ref={root}
        className="heap-flags"
        role="group"
        aria-label="Snapshots"
        onKeyDown={onKeyDown}
        onContextMenuCapture={(event) => {
          const place = Number(
            (event.target as Element).closest('[data-flag]')?.getAttribute('data-flag') ?? NaN,
          );
          setMenuOn(model.flags[place]?.snapshotId ?? null);
        }}
      >
        {model.flags.map((flag, place) => (
          <button
            key={flag.snapshotId}
            type="button"
            data-flag={place}
            className={classes(
              'heap-flags__flag',
              flag.leftOut && 'is-left-out',
              flag.outside && 'is-outside',
              over === flag.snapshotId && 'is-over',
              // The last ones open to the left: the names of the bands stand at the right.
              toX(flag.at) + Math.min(room, VALUE_PX) > right + 8 && 'is-leftward',
            )}
            style={{ left: toX(flag.at), top: flagTop }}
            tabIndex={place === reachable ? 0 : -1}
            aria-pressed={!flag.leftOut}
            aria-label={describeFlag(flag)}
            title={`${describeFlag(flag)}\nClick ${flag.leftOut ? 'takes it in again' : 'leaves it out'}, drag onto another compares the two.`}
            draggable
            onFocus={() => setActive(place)}
            onClick={() => onToggle(flag.snapshotId)}
            onDragStart={(event) => event.dataTransfer.setData(DRAGGED, String(flag.snapshotId))}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(DRAGGED)) return;
              event.preventDefault();
              setOver(flag.snapshotId);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              setOver(null);
              const other = model.flags.findIndex(
                ({ snapshotId }) => String(snapshotId) === event.dataTransfer.getData(DRAGGED),
              );
              if (other < 0 || other === place) return;
              event.preventDefault();
              // What was taken first is the one before.
              const [before, after] = [Math.min(other, place), Math.max(other, place)];
              onCompare(model.flags[before]!.snapshotId, model.flags[after]!.snapshotId);
            }}
          >
            <b>{room >= NAME_PX ? flag.label : ''}</b>
            {room >= VALUE_PX && <span>{numberFormat.short(flag.totalBytes / perUnit)}</span>}
          </button>
        ))}
        <span className="visually-hidden">Sizes in {unit}.</span>
      </div>
    </ContextMenu>
  );
}

function describeFlag({
  label,
  name,
  totalBytes,
  elapsedMs,
  operations,
  leftOut,
  outside,
}: HeapFlag): string {
  return [
    `${label} ${name}`,
    formatBytes(totalBytes),
    elapsedMs === null ? null : formatElapsed(elapsedMs),
    operations === null ? null : `${numberFormat.count(operations)} requests`,
    outside ? 'outside of the linked run' : null,
    leftOut ? 'left out' : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
