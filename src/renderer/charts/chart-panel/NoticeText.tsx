import type { ReactNode } from 'react';

/** Always there, so that assistive technology notices when a text appears in it. */
export function NoticeText({ text }: { readonly text: string | null }): ReactNode {
  return (
    <span className="notice-text" role="status">
      {text}
    </span>
  );
}
