import { useUi } from './ui-provider.tsx';

/** The shape of what is coming. Screen readers hear one word, not the boxes. */
export function Skeleton({ lines = 3, className = '' }: { lines?: number; className?: string }) {
  const { t } = useUi();
  return (
    <div role="status" className={`flex flex-col gap-3 ${className}`}>
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          key={line}
          aria-hidden="true"
          className={`h-4 rounded-sm bg-line motion-safe:animate-breathe ${line === lines - 1 ? 'w-2/3' : 'w-full'}`}
        />
      ))}
    </div>
  );
}

export function SkeletonCards({ count = 3 }: { count?: number }) {
  return (
    <div className="flex flex-col gap-4">
      {Array.from({ length: count }, (_, card) => (
        <div key={card} className="rounded-lg border border-line bg-raised p-6">
          <Skeleton lines={3} />
        </div>
      ))}
    </div>
  );
}
