import { useState, type ReactNode } from 'react';
import type { HeapPlan } from '../../../state/heap-slice.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { bytesText, parseBytes } from '../snapshot/size-input.ts';
import { parseCount } from './operations-input.ts';

interface FloorFormProps {
  readonly floorBytes: number;
  readonly onApply: (bytes: number) => void;
}

/** Series below the floor are counted, but not judged. */
export function FloorForm({ floorBytes, onApply }: FloorFormProps): ReactNode {
  const [text, setText] = useState(bytesText(floorBytes));
  const bytes = parseBytes(text);
  const wrong = typeof bytes !== 'number';
  return (
    <form
      className="heap-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) onApply(bytes);
      }}
    >
      <label>
        Judge from this size on
        <TextField
          label="Size floor"
          size="small"
          value={text}
          onChange={setText}
          problem={wrong ? 'A size such as 10 kB' : null}
          autoFocus
        />
      </label>
      <p className="heap-form__note">Smaller ones in the last snapshot are counted together, not judged.</p>
      <div className="heap-form__actions">
        <Button size="small" variant="primary" type="submit" disabled={wrong}>
          Apply
        </Button>
      </div>
    </form>
  );
}

interface PlanFormProps {
  readonly plan: HeapPlan | null;
  readonly onApply: (plan: HeapPlan) => void;
}

/** Growth that matters is growth that reaches the limit within the planned load. */
export function PlanForm({ plan, onApply }: PlanFormProps): ReactNode {
  const [limit, setLimit] = useState(bytesText(plan?.heapLimitBytes));
  const [requests, setRequests] = useState(plan === null ? '' : String(plan.operations));
  const heapLimitBytes = parseBytes(limit);
  const operations = parseCount(requests);
  const ready =
    typeof heapLimitBytes === 'number' && heapLimitBytes > 0 && operations !== null && operations > 0;
  return (
    <form
      className="heap-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onApply({ heapLimitBytes, operations });
      }}
    >
      <label>
        Limit of the heap
        <TextField
          label="Limit of the heap"
          placeholder="2 GB"
          size="small"
          value={limit}
          onChange={setLimit}
          problem={heapLimitBytes === null ? 'A size such as 2 GB' : null}
          autoFocus
        />
      </label>
      <label>
        Requests that it must hold out
        <TextField
          label="Requests that it must hold out"
          placeholder="1,000,000"
          size="small"
          value={requests}
          onChange={setRequests}
          problem={requests !== '' && operations === null ? 'A number of requests' : null}
        />
      </label>
      <p className="heap-form__note">Growth below 1 % of the limit over these requests counts as none.</p>
      <div className="heap-form__actions">
        <Button size="small" variant="primary" type="submit" disabled={!ready}>
          Apply
        </Button>
      </div>
    </form>
  );
}
