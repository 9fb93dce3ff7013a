import type { ReactNode } from 'react';
import { fieldLabel } from '#shared/model/condition-fields.ts';
import type { Condition } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../../data/use-query.ts';
import { QueryBody } from '../../../panels/query-body/QueryBody.tsx';
import { replaced } from '../../../panels/selection/condition-choice.ts';
import { bandText, conditionText } from '../../../panels/selection/condition-words.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { LatencyBandForm } from '../LatencyBandForm.tsx';
import { ConditionEditor } from './ConditionEditor.tsx';
import { MAX_VALUES } from './FilterMenu.tsx';

/** The band of response times and every condition, each to be changed and taken away. */
export function ConditionChips({ run }: { readonly run: Run }): ReactNode {
  const latency = useAppState((state) => state.selection.latency);
  const conditions = useAppState((state) => state.selection.conditions);
  const { setLatency, setConditions } = useActions();
  return (
    <>
      {latency !== null && (
        <Chip
          name="Response time"
          value={bandText(latency)}
          chosen
          onClear={() => setLatency(null)}
          opens={(button) => (
            <Popover label="Response time" trigger={button}>
              <LatencyBandForm band={latency} onChange={(band) => setLatency(band)} />
            </Popover>
          )}
        />
      )}
      {conditions.map((condition, index) => (
        <Chip
          // A chip stays the same one while its condition is edited.
          key={`${condition.field} ${index}`}
          name={fieldLabel(condition.field)}
          value={conditionText(condition)}
          chosen
          onClear={() => setConditions(conditions.filter((other) => other !== condition))}
          opens={(button) => (
            <Popover label={fieldLabel(condition.field)} trigger={button}>
              <PresentCondition
                run={run}
                condition={condition}
                onChange={(next) => setConditions(replaced(conditions, condition, next))}
              />
            </Popover>
          )}
        />
      ))}
    </>
  );
}

interface PresentConditionProps {
  readonly run: Run;
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}

function PresentCondition({ run, condition, onChange }: PresentConditionProps): ReactNode {
  const answer = useEngineQuery('latency.fields', { runId: run.id, maxValues: MAX_VALUES });
  const field = answer.data?.find((candidate) => candidate.field === condition.field) ?? {
    field: condition.field,
    label: fieldLabel(condition.field),
    values: [],
    moreValues: 0,
  };
  return (
    <QueryBody
      subject="The list of values"
      loading={answer.status === 'loading'}
      error={answer.error}
      onRetry={answer.retry}
    >
      <ConditionEditor field={field} condition={condition} onChange={onChange} />
    </QueryBody>
  );
}
