import { Icon } from '../ui/icon.tsx';

type Parts = readonly (readonly [id: string, title: string])[];

/** The parts of a long page: beside it on a desk, folded above it on a phone. */
export function JumpList({ label, parts }: { label: string; parts: Parts }) {
  const list = (
    <ul className="flex flex-col gap-1 text-sm">
      {parts.map(([id, title]) => (
        <li key={id}>
          <a href={`#${id}`} className="inline-block py-1 text-ink-soft hover:text-ink hover:underline">
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <nav aria-label={label} className="hidden px-6 lg:block">
        {list}
      </nav>
      <nav aria-label={label} className="lg:hidden">
        <details className="group rounded-lg border border-line bg-raised px-5">
          <summary className="flex min-h-12 cursor-pointer list-none items-center justify-between gap-3 font-semibold [&::-webkit-details-marker]:hidden">
            {label}
            <Icon name="down" className="size-5 text-ink-soft group-open:rotate-180" />
          </summary>
          <div className="pb-4">{list}</div>
        </details>
      </nav>
    </>
  );
}
