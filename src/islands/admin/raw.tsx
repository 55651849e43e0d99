import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';

/** Folded away until somebody needs it; opened by itself on paper it would only fill pages. */
export function Fold({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <details className="group mt-3">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-sm py-1 text-sm text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        {label}
        <Icon name="down" className="size-4 shrink-0 text-ink-soft group-open:rotate-180" />
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}

/** Words of a machine: always from left to right, and never wider than the page. */
export function Raw({ label, children }: { label: string; children: string }) {
  return (
    <pre
      dir="ltr"
      tabIndex={0}
      role="region"
      aria-label={label}
      className="max-h-80 overflow-auto rounded-md bg-sunk p-3 text-start text-xs break-all whitespace-pre-wrap"
    >
      {children}
    </pre>
  );
}

export function RawFacts({ label, facts }: { label: string; facts: Record<string, unknown> }) {
  return (
    <Fold label={label}>
      <Raw label={label}>{JSON.stringify(facts, null, 2)}</Raw>
    </Fold>
  );
}
