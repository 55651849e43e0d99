import type { ReactNode } from 'react';

type CardProps = {
  as?: 'div' | 'section' | 'article' | 'li';
  title?: ReactNode;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A sheet of paper on the page. */
export function Card({ as: Tag = 'section', title, aside, className = '', children }: CardProps) {
  return (
    <Tag className={`relative rounded-lg border border-line bg-raised p-5 sm:p-6 ${className}`}>
      {title && (
        <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-3">
          <h2 className="text-xl">{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </Tag>
  );
}

export type Fact = { label: string; value: ReactNode };
/** Names and values in two columns, one below the other where it is narrow. */
export function Facts({ facts, className = '' }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={`grid gap-x-6 gap-y-3 sm:grid-cols-[auto_1fr] ${className}`}>
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-sm text-ink-faint sm:pt-0.5">{label}</dt>
          <dd className="-mt-2.5 sm:mt-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
