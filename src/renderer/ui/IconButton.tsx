import './button.css';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './class-names.ts';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends ComponentProps<'button'> {
  /** Says what the button does: its accessible name and its tooltip. */
  readonly label: string;
  readonly shortcut?: string;
}

export function IconButton({ label, shortcut, className, ...rest }: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button type="button" aria-label={label} className={classes('icon-button', className)} {...rest} />
    </Tooltip>
  );
}
