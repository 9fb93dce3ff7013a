import './button.css';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './class-names.ts';
import { Kbd } from './Kbd.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  /** One primary button per screen: what most people came for. */
  readonly variant?: 'primary' | 'default' | 'ghost' | 'danger';
  readonly size?: 'small' | 'normal' | 'hero';
  readonly icon?: ReactNode;
  /** Shown beside the label; the command registry listens for it. */
  readonly shortcut?: string | undefined;
}

export function Button({
  variant = 'default',
  size = 'normal',
  icon,
  shortcut,
  className,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={classes('button', `button--${variant}`, `button--${size}`, className)}
      {...rest}
    >
      {icon}
      {children}
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </button>
  );
}
