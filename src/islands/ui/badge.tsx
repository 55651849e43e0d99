import type { ReactNode } from 'react';
import type { BookingState } from '../../features/bookings/rules.ts';
import { badgeClass, type Tone } from '../../styles/tone.ts';

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={badgeClass(tone)}>{children}</span>;
}

/** The colour follows what the state asks of people; its name says the rest. */
const tones: Readonly<Record<BookingState, Tone>> = {
  requested: 'waiting',
  quoted: 'info',
  accepted: 'waiting',
  paid: 'good',
  completed: 'good',
  reviewed: 'good',
  disputed: 'bad',
  resolved: 'neutral',
  cancelled: 'warm',
  refunded: 'neutral',
  declined: 'neutral',
  withdrawn: 'neutral',
  expired: 'neutral',
};

export function StatusBadge({ state, label }: { state: BookingState; label: string }) {
  return (
    <Badge tone={tones[state]}>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {label}
    </Badge>
  );
}
