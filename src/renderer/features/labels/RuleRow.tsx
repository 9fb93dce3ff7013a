import { ArrowUp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LabelRule } from '#shared/model/label-rules.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { TextField } from '../../ui/TextField.tsx';

interface RuleRowProps {
  readonly rule: LabelRule;
  /** How many names it changes; null: not known. */
  readonly changed: number | null;
  readonly isFirst: boolean;
  readonly onChange: (rule: LabelRule) => void;
  readonly onRemove: () => void;
  readonly onMoveUp: () => void;
}

export function RuleRow({ rule, changed, isFirst, onChange, onRemove, onMoveUp }: RuleRowProps): ReactNode {
  return (
    <li className="labels-dialog__rule">
      <Checkbox checked={rule.enabled} onChange={(enabled) => onChange({ ...rule, enabled })}>
        {rule.kind === 'builtin' ? 'Numbers, UUIDs and hashes become {id}' : 'Replace'}
      </Checkbox>
      {rule.kind === 'regex' && (
        <>
          <TextField
            label="Pattern"
            placeholder="/order/[^/]+"
            className="mono"
            size="small"
            value={rule.pattern}
            onChange={(pattern) => onChange({ ...rule, pattern })}
          />
          <span>by</span>
          <TextField
            label="Replacement"
            placeholder="/order/{order}"
            className="mono"
            size="small"
            value={rule.replacement}
            onChange={(replacement) => onChange({ ...rule, replacement })}
          />
        </>
      )}
      <span className="labels-dialog__changed text-3">
        {changed === null ? '' : `${numberFormat.count(changed)} names`}
      </span>
      <IconButton label="Apply this rule earlier" disabled={isFirst} onClick={onMoveUp}>
        <ArrowUp />
      </IconButton>
      <IconButton label="Remove this rule" onClick={onRemove}>
        <X />
      </IconButton>
    </li>
  );
}
