import type { Locale } from '../core/locale.ts';
import type { Money } from '../core/money.ts';
import type { Actor, Door, Doors, Tx } from '../db/client.ts';
import { AppError } from '../core/errors.ts';
import type { PaymentProvider } from './payments/provider.ts';

/** A thing that can be owed for. Payments knows it by kind and id alone, and tells it what happened in its own transaction. */
export type Payable = {
  /** Locks it and says what is due, or why nothing is. */
  due(tx: Tx, id: string, now: Date): Promise<Due | { refused: 'not_found' | 'hold_expired' | 'payment_not_due' }>;
  /** Verified money is here. `time_gone`: it came too late and the time is taken, so it goes back. */
  paid(tx: Tx, id: string, now: Date): Promise<'confirmed' | 'already_paid' | 'time_gone'>;
  /** Money went back to the payer. */
  refunded(tx: Tx, id: string, now: Date): Promise<void>;
};
export type Due = { payerId: string; payeeId: string; amount: Money; until: Date; description: string };
export type PayableKind = 'booking';

/** What the world outside the database can do for a verb. Tests hand in their own. */
export type Ports = {
  /** the site's own address, without a trailing slash */
  siteUrl: string;
  /** null: no such driver here, or it has no keys on this deploy */
  gateway(name: string): PaymentProvider | null;
  gateways(): PaymentProvider[];
  payables: Record<PayableKind, Payable>;
  /** a talent's page is out of date, or must be gone at once */
  pages: {
    changed(slug: string, at: Date): Promise<void>;
    unpublished(slug: string, at: Date): Promise<void>;
    published(slug: string, at: Date): Promise<void>;
  };
  mail: { send(mail: Mail): Promise<void> };
};

export type Mail = {
  to: string;
  subject: string;
  html: string;
  text: string;
  locale: Locale;
  messageId: string;
  unsubscribe?: string;
};

export type Log = (event: string, facts?: Record<string, unknown>) => void;

/** All a verb may reach for. */
export type Ctx = {
  requestId: string;
  now: Date;
  locale: Locale;
  actor: Actor | null;
  doors: Doors;
  ports: Ports;
  log: Log;
  /** work that may outlive the answer: sending what the outbox holds */
  defer(work: () => Promise<unknown>): void;
};

/** Who asks, or 401. */
export function actorOf(ctx: Ctx): Actor {
  if (!ctx.actor) throw new AppError('unauthenticated');
  return ctx.actor;
}

/** The door of whoever asks, or 401. */
export const userDoor = (ctx: Ctx): Door => ctx.doors.asUser(actorOf(ctx));
