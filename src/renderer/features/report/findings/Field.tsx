import './field.css';
import { useId, type ReactNode } from 'react';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly readOnly: boolean;
  readonly maxLength: number;
  /** Rows of a text of several lines; absent: one line. */
  readonly rows?: number;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly onChange: (value: string) => void;
  /** The keyboard leaves the field. */
  readonly onRest?: () => void;
  /** Names the field for whoever puts the keyboard into it. */
  readonly name?: string;
}

/** A labelled text; several lines grow with what is in them. */
export function Field(props: FieldProps): ReactNode {
  const { label, value, readOnly, maxLength, rows, placeholder, hint, onChange, onRest, name } = props;
  const id = useId();
  const shared = {
    id,
    className: 'field__input',
    value,
    readOnly,
    maxLength,
    placeholder,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    'data-field': name,
    onBlur: onRest,
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {rows === undefined ? (
        <input
          type="text"
          {...shared}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <textarea {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
      )}
      {hint !== undefined && (
        <span id={`${id}-hint`} className="field__hint">
          {hint}
        </span>
      )}
    </div>
  );
}
