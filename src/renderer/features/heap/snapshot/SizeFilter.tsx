import { useState, type ReactElement, type ReactNode } from 'react';
import type { ObjectFilter } from '#shared/model/heap.ts';
import { formatBytes } from '../../../ui/byte-format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Chip } from '../../../ui/Chip.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { bytesText, parseBytes, parseSteps } from './size-input.ts';

interface SizeFilterProps {
  readonly filter: ObjectFilter;
  readonly onChange: (filter: ObjectFilter) => void;
  /** Without references nothing is known of retained sizes and distances. */
  readonly hasGraph: boolean;
}

/** Bounds of size and distance for a list of objects. */
export function SizeFilter({ filter, onChange, hasGraph }: SizeFilterProps): ReactNode {
  const [open, setOpen] = useState(false);
  const words = filterWords(filter);
  return (
    <Chip
      name="Size"
      value={words ?? 'any'}
      chosen={words !== null}
      onClear={() => onChange({})}
      opens={(button: ReactElement) => (
        <Popover trigger={button} label="Size and distance" open={open} onOpenChange={setOpen}>
          <FilterForm
            filter={filter}
            hasGraph={hasGraph}
            onApply={(next) => {
              onChange(next);
              setOpen(false);
            }}
          />
        </Popover>
      )}
    />
  );
}

interface FilterFormProps {
  readonly filter: ObjectFilter;
  readonly hasGraph: boolean;
  readonly onApply: (filter: ObjectFilter) => void;
}

function FilterForm({ filter, hasGraph, onApply }: FilterFormProps): ReactNode {
  const [self, setSelf] = useState(bytesText(filter.minSelfBytes));
  const [retained, setRetained] = useState(bytesText(filter.minRetainedBytes));
  const [near, setNear] = useState(filter.minDistance === undefined ? '' : String(filter.minDistance));
  const [far, setFar] = useState(filter.maxDistance === undefined ? '' : String(filter.maxDistance));
  const [detached, setDetached] = useState(filter.detachedOnly === true);
  const values = {
    minSelfBytes: parseBytes(self),
    minRetainedBytes: parseBytes(retained),
    minDistance: parseSteps(near),
    maxDistance: parseSteps(far),
  };
  const wrong = Object.values(values).some((value) => value === null);
  const problem = (value: number | undefined | null, what: string): string | null =>
    value === null ? what : null;
  return (
    <form
      className="heap-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong) return;
        const known = Object.entries(values).filter(([, value]) => typeof value === 'number');
        onApply({ ...Object.fromEntries(known), ...(detached ? { detachedOnly: true } : {}) });
      }}
    >
      <label>
        Own bytes at least
        <TextField
          label="Own bytes at least"
          placeholder="1 kB"
          size="small"
          value={self}
          onChange={setSelf}
          problem={problem(values.minSelfBytes, 'A size such as 10 kB')}
        />
      </label>
      {hasGraph && (
        <>
          <label>
            Retained bytes at least
            <TextField
              label="Retained bytes at least"
              placeholder="1 MB"
              size="small"
              value={retained}
              onChange={setRetained}
              problem={problem(values.minRetainedBytes, 'A size such as 10 kB')}
            />
          </label>
          <div className="heap-form__pair">
            <label>
              Distance from
              <TextField
                label="Distance from"
                placeholder="0"
                size="small"
                value={near}
                onChange={setNear}
                problem={problem(values.minDistance, 'A number of steps')}
              />
            </label>
            <label>
              to
              <TextField
                label="Distance to"
                placeholder="any"
                size="small"
                value={far}
                onChange={setFar}
                problem={problem(values.maxDistance, 'A number of steps')}
              />
            </label>
          </div>
          <Checkbox checked={detached} onChange={setDetached}>
            Detached elements only
          </Checkbox>
        </>
      )}
      <div className="heap-form__actions">
        <Button size="small" variant="ghost" onClick={() => onApply({})}>
          Any size
        </Button>
        <Button size="small" variant="primary" type="submit" disabled={wrong}>
          Apply
        </Button>
      </div>
    </form>
  );
}

/** `self ≥ 1 kB, distance 2 to 9`; null: nothing is asked for. */
function filterWords(filter: ObjectFilter): string | null {
  const { minSelfBytes, minRetainedBytes, minDistance, maxDistance, detachedOnly } = filter;
  const distance =
    minDistance !== undefined && maxDistance !== undefined
      ? `distance ${minDistance} to ${maxDistance}`
      : minDistance !== undefined
        ? `distance ≥ ${minDistance}`
        : maxDistance !== undefined
          ? `distance ≤ ${maxDistance}`
          : null;
  const parts = [
    minSelfBytes === undefined ? null : `self ≥ ${formatBytes(minSelfBytes)}`,
    minRetainedBytes === undefined ? null : `retained ≥ ${formatBytes(minRetainedBytes)}`,
    distance,
    detachedOnly === true ? 'detached' : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
