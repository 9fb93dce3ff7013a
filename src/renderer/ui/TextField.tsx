import './text-field.css';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './class-names.ts';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'size'> {
  /** Accessible name; the placeholder is only a hint. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly icon?: ReactNode;
  readonly size?: 'small' | 'normal';
  /** Why the text cannot be used; shown under the field. */
  readonly problem?: string | null;
  readonly clearable?: boolean;
}

export function TextField(props: TextFieldProps): ReactNode {
  const {
    label,
    value,
    onChange,
    icon,
    size = 'normal',
    problem = null,
    clearable = false,
    className,
    ...rest
  } = props;
  return (
    <span className={classes('text-field', `text-field--${size}`, problem !== null && 'is-wrong', className)}>
      {icon}
      <input
        type="text"
        aria-label={label}
        aria-invalid={problem !== null}
        title={problem ?? undefined}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      {clearable && value !== '' && (
        <button
          type="button"
          className="text-field__clear"
          aria-label={`Clear ${label.toLowerCase()}`}
          onClick={() => onChange('')}
        >
          <X />
        </button>
      )}
    </span>
  );
}
