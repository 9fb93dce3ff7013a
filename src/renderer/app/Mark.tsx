import type { ReactNode } from 'react';

/** The lodestone: a lozenge with one dark half. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d="M8 1 14.5 8 8 15 1.5 8z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      <path d="M8 1v14L1.500 8z" fill="currentColor" />
    </svg>
  );
}
