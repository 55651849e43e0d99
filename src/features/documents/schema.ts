import * as z from 'zod';
import { locales } from '../../core/locale.ts';
import { currencies } from '../../core/money.ts';
import { documentKinds } from './rules.ts';

const instant = z.iso.datetime();
const sum = z.object({
  amount: z.int().positive().meta({ description: 'whole number of the charged unit: dinars for IQD, cents for USD' }),
  currency: z.enum(currencies),
});
const named = z.object({ name: z.string() });

export const soldThing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('appointment'), startsAt: instant, endsAt: instant, timeZone: z.string() }),
  z.object({ kind: z.literal('period'), startsAt: instant, endsAt: instant }),
  z.object({ kind: z.literal('credits'), count: z.int() }),
]);

/** What a document says, kept as it was when it was issued; nothing later changes it. */
export const snapshot = z.object({
  seller: z.object({ name: z.string(), address: z.string(), taxId: z.string() }),
  payer: named,
  payee: named.nullable().meta({ description: 'who did the work; null for what the site itself sells' }),
  sold: z.object({ title: z.partialRecord(z.enum(locales), z.string()), for: soldThing }),
  amount: sum.meta({ description: 'what was paid; on a credit note what went back' }),
  paid: z.object({
    through: z.string(),
    title: z.string().meta({ description: 'the gateway’s own name' }),
    reference: z.string().meta({ description: 'the gateway’s own reference' }),
    at: instant,
  }),
  refunded: z.object({ at: instant, reference: z.string() }).nullable(),
  credits: z
    .object({ id: z.uuid(), number: z.string() })
    .nullable()
    .meta({ description: 'on a credit note: what it is about' }),
  timeZone: z.string().meta({ description: 'the clock its times are read on' }),
});
export type Snapshot = z.infer<typeof snapshot>;

const numbered = { id: z.uuid(), number: z.string().meta({ description: '`MW-2026-000123`' }) };

export const documentView = snapshot.extend({
  ...numbered,
  kind: z.enum(documentKinds),
  paymentId: z.uuid(),
  bookingId: z.uuid().nullable(),
  issuedAt: instant,
  creditNotes: z
    .array(z.object({ ...numbered, amount: sum, issuedAt: instant }))
    .meta({ description: 'on a receipt or invoice: what went back since, oldest first' }),
});
export type DocumentView = z.infer<typeof documentView>;

export const documentPath = z.object({ documentId: z.uuid() });
