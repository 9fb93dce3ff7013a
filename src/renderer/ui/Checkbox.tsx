import './checkbox.css';
import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export function Checkbox({ checked, onChange, disabled = false, children }: CheckboxProps): ReactNode {
  return (
    <label className="checkbox">
      <Base.Root
        className="checkbox__box"
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next)}
      >
        <Base.Indicator className="checkbox__tick">
          <Check />
        </Base.Indicator>
      </Base.Root>
      <span className="checkbox__label">{children}</span>
    </label>
  );
}
