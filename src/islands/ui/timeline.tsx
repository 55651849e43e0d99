import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type Moment = {
  id: string;
  title: ReactNode;
  text?: ReactNode;
  when?: string;
  dateTime?: string;
  state: 'done' | 'now' | 'ahead' | 'stopped';
};

const marks: Readonly<Record<Moment['state'], string>> = {
  done: 'bg-palm text-on-palm',
  now: 'border-2 border-clay bg-clay-soft',
  ahead: 'border-2 border-line-strong bg-paper',
  stopped: 'bg-ink-faint text-paper',
};

/** What happened and what comes, from top to bottom. */
export function Timeline({ label, moments }: { label: string; moments: readonly Moment[] }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {moments.map(({ id, title, text, when, dateTime, state }, at) => (
        <li key={id} aria-current={state === 'now' ? 'step' : undefined} className="relative flex gap-4 pb-6 last:pb-0">
          {at < moments.length - 1 && (
            <span
              aria-hidden="true"
              className={`absolute start-[0.6875rem] top-7 bottom-0 w-0.5 ${state === 'done' ? 'bg-palm' : 'bg-line'}`}
            />
          )}
          <span
            aria-hidden="true"
            className={`mt-0.5 grid size-6 shrink-0 place-items-center rounded-full ${marks[state]}`}
          >
            {state === 'done' && <Icon name="check" className="size-4" />}
            {state === 'stopped' && <Icon name="close" className="size-3.5" />}
          </span>
          <div className="min-w-0">
            <p className={state === 'ahead' ? 'text-ink-faint' : 'font-semibold'}>{title}</p>
            {text && <div className="text-ink-soft">{text}</div>}
            {when && (
              <time dateTime={dateTime} className="text-sm text-ink-faint">
                {when}
              </time>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
