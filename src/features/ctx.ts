import type { Locale, LocalizedText } from '../core/locale.ts';
import type { Currency, Money } from '../core/money.ts';
import type { Actor, AnyDb, Door, Doors, Expression, Statement, Tx } from '../db/client.ts';
import { AppError } from '../core/errors.ts';
import type { SendError } from './agents/rules/sending.ts';
import type { AccountKind } from './identity/rules.ts';
import type { MessagingPolicy } from './messaging/rules/speaker.ts';
import type { Driver, PaymentProvider } from './payments/provider.ts';
import type { Storages } from './storage.ts';
import type { WhatsApp } from './whatsapp.ts';

/** A thing that can be owed for. Payments knows it by kind and id alone, and tells it what happened in its own transaction. */
export type Payable = {
  /** Locks it and says what is due, or why nothing is. */
  due(tx: Tx, id: string, now: Date): Promise<Due | { refused: 'not_found' | 'hold_expired' | 'payment_not_due' }>;
  /** Verified money is here. `time_gone`: it came too late and the time is taken, so it goes back. */
  paid(tx: Tx, id: string, now: Date, money: MoneyIn): Promise<'confirmed' | 'already_paid' | 'time_gone'>;
  /** Money went back to the payer: all of it, or a part. */
  refunded(tx: Tx, id: string, now: Date, money: { amount: Money; whole: boolean }): Promise<void>;
  /** The payer's bank took the money back. */
  chargedBack(tx: Tx, id: string, now: Date): Promise<void>;
  /** What it is, for receipts and the operator: as it stands, in the words both sides know. */
  sold(tx: Tx, id: string): Promise<Sold>;
  /**
   * The plain case of `paid` for whoever settles in one batch. `look` is asked beside other things, `id` is where the id comes from;
   * `paid` judges what it showed and says what is to be written, which fails when the row is not any more what was judged.
   * Null, or no such thing: it takes a conversation.
   */
  plain?: {
    look(db: AnyDb, id: Expression): Statement;
    paid(rows: unknown, now: Date): { sold: Sold; write(db: AnyDb): Record<string, Statement> } | null;
  };
};
/** How the money came: once, or as the first payment under a standing agreement. */
export type MoneyIn = { driver: string; agreement: { ref: string; paidUntil: Date | null } | null };
export type Sold = {
  title: LocalizedText;
  payerName: string;
  payeeName: string | null;
  for:
    | { kind: 'appointment'; startsAt: Date; endsAt: Date; timeZone: string }
    | { kind: 'period'; startsAt: Date; endsAt: Date }
    | { kind: 'credits'; count: number };
};
export type Due = {
  payerId: string;
  /** who earns it; null for what the site itself sells */
  payeeId: string | null;
  payer: { name: string; email: string };
  amount: Money;
  /** the site's share of it, for the payment to freeze; left out through a door that may not read the rules */
  commission?: number;
  until: Date;
  description: string;
  /** the payer wishes it to be paid again each month or year by itself: opened as an agreement where the gateway has them */
  every?: 'month' | 'year';
};
export type PayableKind = 'booking' | 'purchase';

/** Writes in a thread that another capability keeps: it judges, and answers what was kept. */
export type Talk = (
  ctx: Ctx,
  tx: Tx,
  id: string,
  words: { body: string; attachmentIds: readonly string[] },
) => Promise<{ id: string }>;
export type TalkKind = 'booking' | 'inquiry' | 'request';

/** What the world outside the database can do for a verb. Tests hand in their own. */
export type Ports = {
  /** the site's own address, without a trailing slash */
  siteUrl: string;
  /** null: no such driver here, or it has no keys on this deploy */
  gateway(name: string): PaymentProvider | null;
  gateways(): PaymentProvider[];
  /** every driver this function carries, with keys or without: what the operator is shown */
  drivers: readonly Driver[];
  /** is a setting of this name given? Never what it is. */
  isSet(setting: string): boolean;
  payables: Record<PayableKind, Payable>;
  /** threads about what other capabilities keep: one address for writing, their rule */
  talks: Record<TalkKind, Talk>;
  /** Something moved under a standing agreement at a gateway: whoever keeps it asks. False: nobody here knows it. */
  agreementMoved(ctx: Ctx, driver: string, ref: string): Promise<boolean>;
  /** waits while another call is talking to a gateway */
  pause(milliseconds: number): Promise<void>;
  /** what the site's own plans are sold in here */
  currencies: readonly Currency[];
  /** the deploy real people use: nothing is pretended there */
  production: boolean;
  /** who sells, on receipts and invoices; their year and their clock */
  seller: { name: string; address: string; taxId: string; timeZone: string };
  /** a talent's page is out of date, or must be gone at once */
  pages: {
    changed(slug: string, at: Date): Promise<void>;
    unpublished(slug: string, at: Date): Promise<void>;
    published(slug: string, at: Date): Promise<void>;
    /** the talent's page is out of date and nothing else, as when a day is taken: no list shows it, and no build is asked for */
    alone(slug: string, at: Date): Promise<void>;
    /** the front page and the lists are out of date, and no talent's page is */
    lists(at: Date): Promise<void>;
    /** caches let go of what carries this tag; tried once, for the page's own change does it again until it is done */
    dropped(tag: string): Promise<void>;
  };
  /** Throws `RefusedForGood` when trying again is no use. */
  mail: { send(mail: Mail): Promise<void> };
  /** null: no keys for it on this deploy */
  whatsapp: WhatsApp | null;
  /** in milliseconds: how long a thread must be quiet before its new messages are mailed, and how long they wait at most */
  patience: { quiet: number; most: number };
  /** where attachments lie */
  storages: Storages;
  /** The world of whoever asked to be told: one signed call to an address they chose, and never to a machine inside. */
  webhooks: {
    /** an address that is let through though it is not public: the local stack's own, never in production */
    inside: string | undefined;
    send(shot: Shot): Promise<ShotOutcome>;
  };
  /** which of the contexts of messaging this site has */
  messagingPolicy: MessagingPolicy;
  /** kinds of accounts an operator looks at before they reach others */
  approvalFor: readonly AccountKind[];
  /**
   * A word nobody can guess, the same each time for the same purpose and thing (`inquiry`, its id): the secret part of an address
   * that is mailed. Kept nowhere; tables hold its digest. Throws `not_ready` where the deploy has no LINK_SECRET.
   */
  secretFor(purpose: string, thing: string): string;
};

export type Shot = { url: URL; id: string; at: Date; body: string; secrets: readonly string[] };
export type ShotOutcome = { ms: number; answer: string } & ({ status: number; wish?: number } | { error: SendError });

export type Mail = {
  to: string;
  subject: string;
  html: string;
  text: string;
  locale: Locale;
  messageId: string;
  /** where such letters are stopped, in one step */
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
