import type { ReactNode } from 'react';

/** Nothing here: says so, says why, and offers a next step. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-12 text-center">
      <svg
        viewBox="0 0 96 96"
        className="size-20 text-line-strong"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        <path d="M22 84V46a26 26 0 0152 0v38M14 84h68M34 84V50a14 14 0 0128 0v34" />
        <path d="M48 84V62m0 8c-5-1-8-4-8-8 5 0 8 3 8 8zm0-4c0-5 3-8 8-8 0 5-3 8-8 8z" className="stroke-clay" />
      </svg>
      <p className="font-display text-xl font-head">{title}</p>
      {children && <div className="text-ink-soft">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
