import './yaml-field.css';
import {
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';
import type { GateProblem } from '#shared/model/gates.ts';
import { classes } from '../../ui/class-names.ts';
import { replaceText } from './replace-text.ts';
import { firstRule, lineCount, markOf, offsetOf } from './yaml-lines.ts';

/** As in yaml-field.css. */
const LINE_PX = 18;

export interface YamlFieldHandle {
  /** Puts the caret there, with some lines above it. */
  readonly goTo: (place: Pick<GateProblem, 'line' | 'column'>) => void;
  /** As if it had been typed: undo takes it back. */
  readonly replace: (text: string) => void;
}

interface YamlFieldProps {
  readonly ref?: Ref<YamlFieldHandle>;
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly problems: readonly GateProblem[];
  /** Id of what says the problems. */
  readonly describedBy: string;
  readonly readOnly: boolean;
}

/** A plain text field with line numbers; lines with problems are marked, and what is wrong in them is underlined. */
export function YamlField(props: YamlFieldProps): ReactNode {
  const { ref, label, text, onChange, problems, describedBy, readOnly } = props;
  const field = useRef<HTMLTextAreaElement>(null);
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
    }),
    [onChange],
  );
  // Whoever opens the editor has come for the rules.
  useLayoutEffect(() => {
    if (field.current !== null) putCaret(field.current, firstRule(field.current.value));
  }, []);

  return (
    <div className={classes('yaml-field', problems.length > 0 && 'is-wrong')}>
      <div className="yaml-field__gutter" aria-hidden="true">
        <ol style={{ transform: `translateY(${-scroll.top}px)` }}>
          {Array.from({ length: lines }, (_, index) => (
            <li key={index} className={wrong.has(index + 1) ? 'is-wrong' : undefined}>
              {index + 1}
            </li>
          ))}
        </ol>
      </div>
      <div className="yaml-field__area">
        <div className="yaml-field__marks" aria-hidden="true">
          <div style={{ transform: `translate(${-scroll.left}px, ${-scroll.top}px)` }}>
            {problems.map((problem, index) => {
              const { line, indent, length } = markOf(text, problem);
              const place = { top: (line - 1) * LINE_PX, left: `${indent}ch`, width: `${length}ch` };
              return <span key={index} className="yaml-field__mark" style={place} />;
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
          onScroll={({ currentTarget }) =>
            setScroll({ top: currentTarget.scrollTop, left: currentTarget.scrollLeft })
          }
        />
      </div>
    </div>
  );
}

/** Puts the caret there, with some lines above it. */
function putCaret(area: HTMLTextAreaElement, place: Pick<GateProblem, 'line' | 'column'>): void {
  const offset = offsetOf(area.value, place);
  area.focus();
  area.setSelectionRange(offset, offset);
  area.scrollTop = Math.max(0, (place.line - 4) * LINE_PX);
}
