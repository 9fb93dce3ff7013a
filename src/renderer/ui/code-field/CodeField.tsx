import './code-field.css';
import {
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { classes } from '../class-names.ts';
import { insertText, replaceText } from './replace-text.ts';
import { lineCount, markOf, offsetOf, type TextPlace } from './text-places.ts';

/** As in code-field.css. */
const LINE_PX = 18;
const NO_PROBLEMS: readonly TextPlace[] = [];

export interface CodeFieldHandle {
  /** Puts the caret there, with some lines above it. */
  readonly goTo: (place: TextPlace) => void;
  /** As if it had been typed: undo takes it back. */
  readonly replace: (text: string) => void;
  /** At the caret, in place of what is marked, as if it had been typed. */
  readonly insert: (text: string) => void;
}

interface CodeFieldProps {
  readonly ref?: Ref<CodeFieldHandle>;
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly problems?: readonly TextPlace[];
  /** Id of what says the problems. */
  readonly describedBy?: string | undefined;
  readonly readOnly?: boolean;
  /** Where the caret stands at first; absent: the field does not take the keyboard by itself. */
  readonly beginAt?: TextPlace;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
}

/** A plain text field with line numbers; lines with problems are marked, and what is wrong in them is underlined. */
export function CodeField(props: CodeFieldProps): ReactNode {
  const { ref, label, text, onChange, problems = NO_PROBLEMS, describedBy, readOnly = false } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const beginAt = useRef(props.beginAt);
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const lines = lineCount(text);
  const wrong = useMemo(() => new Set(problems.map(({ line }) => line)), [problems]);

  useImperativeHandle(
    ref,
    () => ({
      goTo: (place) => {
        if (field.current !== null) putCaret(field.current, place);
      },
      replace: (next) => {
        const area = field.current;
        if (area === null || !replaceText(area, next)) onChange(next);
        const at = area?.value.slice(0, area.selectionStart) ?? '';
        if (area !== null) area.scrollTop = Math.max(0, (lineCount(at) - 4) * LINE_PX);
      },
      insert: (added) => {
        const area = field.current;
        if (area === null || insertText(area, added)) return;
        onChange(area.value.slice(0, area.selectionStart) + added + area.value.slice(area.selectionEnd));
      },
    }),
    [onChange],
  );

  useLayoutEffect(() => {
    if (field.current !== null && beginAt.current !== undefined) putCaret(field.current, beginAt.current);
  }, []);

  return (
    <div className={classes('code-field', problems.length > 0 && 'is-wrong')}>
      <div className="code-field__gutter" aria-hidden="true">
        <ol style={{ transform: `translateY(${-scroll.top}px)` }}>
          {Array.from({ length: lines }, (_, index) => (
            <li key={index} className={wrong.has(index + 1) ? 'is-wrong' : undefined}>
              {index + 1}
            </li>
          ))}
        </ol>
      </div>
      <div className="code-field__area">
        <div className="code-field__marks" aria-hidden="true">
          <div style={{ transform: `translate(${-scroll.left}px, ${-scroll.top}px)` }}>
            {problems.map((problem, index) => {
              const { line, indent, length } = markOf(text, problem);
              const place = { top: (line - 1) * LINE_PX, left: `${indent}ch`, width: `${length}ch` };
              return <span key={index} className="code-field__mark" style={place} />;
            })}
          </div>
        </div>
        <textarea
          ref={field}
          aria-label={label}
          aria-invalid={problems.length > 0}
          aria-describedby={describedBy}
          readOnly={readOnly}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={props.onKeyDown}
          onScroll={({ currentTarget }) =>
            setScroll({ top: currentTarget.scrollTop, left: currentTarget.scrollLeft })
          }
        />
      </div>
    </div>
  );
}

/** Puts the caret there, with some lines above it. */
function putCaret(area: HTMLTextAreaElement, place: TextPlace): void {
  const offset = offsetOf(area.value, place);
  area.focus();
  area.setSelectionRange(offset, offset);
  area.scrollTop = Math.max(0, (place.line - 4) * LINE_PX);
}
