import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import type { OwnFinding } from '#shared/model/report.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { changedOwn, chosenOptions } from '../report-edits.ts';
import { useOpenReport } from '../use-report-edit.ts';
import { Field } from './Field.tsx';

type Option = OwnFinding['options'][number];

interface OwnOptionsProps {
  readonly own: OwnFinding;
  readonly finding: PrintedFinding;
  readonly shown: readonly PrintedFinding[];
}

/** What could be done about a finding of a person. */
export function OwnOptions({ own, finding, shown }: OwnOptionsProps): ReactNode {
  const { readOnly, edit, endTyping } = useOpenReport();
  const chosen = finding.options.flatMap((option, index) => (option.chosen ? [index] : []));

  function change(options: Option[], typing?: string): void {
    edit(
      `changing the options of ${own.title}`,
      (now) => changedOwn(now, shown, own.id, { options }),
      typing,
    );
  }

  function changeOne(index: number, part: Partial<Option>): void {
    change(
      own.options.map((option, place) => (place === index ? { ...option, ...part } : option)),
      `${own.id} option ${index} ${Object.keys(part).join()}`,
    );
  }

  function remove(index: number): void {
    const places = chosen
      .filter((place) => place !== index)
      .map((place) => (place > index ? place - 1 : place));
    edit(`removing an option of ${own.title}`, (now) =>
      chosenOptions(
        changedOwn(now, shown, own.id, { options: own.options.filter((_, place) => place !== index) }),
        shown,
        own.id,
        places,
      ),
    );
  }

  function recommend(index: number, on: boolean): void {
    const places = on ? [...chosen, index] : chosen.filter((place) => place !== index);
    edit(`recommending for ${own.title}`, (now) => chosenOptions(now, shown, own.id, places));
  }

  const shared = { readOnly, onRest: endTyping } as const;
  return (
    <div className="field">
      <span className="field-label">Options and trade-offs</span>
      <div className="own-rows">
        {own.options.map((option, index) => (
          // An option has no name but its place.
          <div key={index} className="own-option" role="group" aria-label={`Option ${index + 1}`}>
            <div className="own-row">
              <Field
                {...shared}
                label="What to do"
                value={option.action}
                maxLength={2000}
                onChange={(action) => changeOne(index, { action })}
              />
              <IconButton
                label={`Remove option ${index + 1}`}
                disabled={readOnly}
                onClick={() => remove(index)}
              >
                <X />
              </IconButton>
            </div>
            <div className="own-option__pair">
              <Field
                {...shared}
                label="Expected gain"
                value={option.expected ?? ''}
                maxLength={300}
                onChange={(text) => changeOne(index, { expected: text === '' ? null : text })}
              />
              <Field
                {...shared}
                label="Effort"
                value={option.effort ?? ''}
                maxLength={300}
                onChange={(text) => changeOne(index, { effort: text === '' ? null : text })}
              />
            </div>
            <Field
              {...shared}
              label="Trade-off"
              value={option.tradeOff}
              maxLength={2000}
              onChange={(tradeOff) => changeOne(index, { tradeOff })}
            />
            <Checkbox
              checked={chosen.includes(index)}
              disabled={readOnly}
              onChange={(on) => recommend(index, on)}
            >
              Recommended
            </Checkbox>
          </div>
        ))}
        <div>
          <Button
            size="small"
            icon={<Plus />}
            disabled={readOnly || own.options.length >= 20}
            onClick={() =>
              change([...own.options, { action: '', expected: null, effort: null, tradeOff: '' }])
            }
          >
            Add option
          </Button>
        </div>
      </div>
    </div>
  );
}
