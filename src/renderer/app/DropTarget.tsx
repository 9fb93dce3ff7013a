import './drop-target.css';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { numberFormat } from '../ui/number-format.ts';
import { itemsOf, type DropItems } from './dropped-files.ts';

/** Short enough to feel immediate, long enough not to flash when a drag only crosses the window. */
const OVERLAY_DELAY_MS = 80;

interface DropTargetProps {
  /** Where the files will go, e.g. "They are added to checkout-4.18"; null on the start screen. */
  readonly note: string | null;
  readonly onDrop: (items: DropItems) => void;
}

/** The whole window takes files at all times. The overlay names only their number: types are known after reading. */
export function DropTarget({ note, onDrop }: DropTargetProps): ReactNode {
  const [count, setCount] = useState<number | null>(null);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  }, [onDrop]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pending = false;

    function end(): void {
      clearTimeout(timer);
      pending = false;
      setCount(null);
    }

    function over(event: DragEvent): void {
      const { dataTransfer } = event;
      if (dataTransfer?.types.includes('Files') !== true) return;
      // Without this the browser would open the file instead of the app.
      event.preventDefault();
      dataTransfer.dropEffect = 'copy';
      if (pending) return;
      pending = true;
      const files = [...dataTransfer.items].filter((item) => item.kind === 'file').length;
      timer = setTimeout(() => setCount(files), OVERLAY_DELAY_MS);
    }

    function leave(event: DragEvent): void {
      // Between two elements of the page there is a related target; outside of the window there is none.
      if (event.relatedTarget === null) end();
    }

    function drop(event: DragEvent): void {
      end();
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      latest.current(itemsOf(event.dataTransfer));
    }

    function key(event: KeyboardEvent): void {
      if (event.key === 'Escape') end();
    }

    window.addEventListener('dragenter', over);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('keydown', key);
    return () => {
      end();
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('keydown', key);
    };
  }, []);

  if (count === null) return null;
  return (
    <div className="drop-target" role="status">
      <div>
        <b>{dropTitle(count)}</b>
        <span>The formats are found from the content after the drop</span>
        {note !== null && <span className="text-3">{note}</span>}
      </div>
    </div>
  );
}

/** Some platforms tell nothing before the drop. */
function dropTitle(count: number): string {
  if (count === 0) return 'Drop to open';
  return count === 1 ? 'Drop to open 1 item' : `Drop to open ${numberFormat.count(count)} items`;
}
