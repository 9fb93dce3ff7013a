import './panel-header.css';
import type { ReactNode } from 'react';

interface PanelHeaderProps {
  readonly title: string;
  /** What the panel rests on, in grey: "steady phase, times in ms". */
  readonly note?: ReactNode;
  /** Controls at the right. */
  readonly children?: ReactNode;
}

export function PanelHeader({ title, note, children }: PanelHeaderProps): ReactNode {
  return (
    <div className="panel-header">
      <h2>{title}</h2>
      {note !== undefined && <span className="panel-header__note">{note}</span>}
      <span className="panel-header__space" />
      {children}
    </div>
  );
}
