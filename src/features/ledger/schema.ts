import * as z from 'zod';
import { currencies } from '../../core/money.ts';
import { locales } from '../../core/locale.ts';
import { plainLine } from '../../core/text.ts';
import { accounts, entryKinds, payoutMethods, payoutStates } from './rules.ts';
import { plans } from './rules/commission.ts';

const instant = z.iso.datetime();
const currency = z.enum(currencies);
const units = z
  .int()
  .meta({ description: 'whole number of the charged unit: dinars for IQD, cents for MAD, USD, EUR' });
const most = 1_000_000_000_000;
const words = (longest: number) => z.string().max(longest).transform(plainLine).pipe(z.string().min(1));
const person = z.string().min(1).max(100).meta({ description: 'the id of an account' });
const driver = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/)
  .meta({ description: 'where money lies: a gateway, or `bank` for what moved by hand' });
export const page = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
const nextCursor = z.uuid().nullable();

/* ------------------------------------------------------------------ a talent's side */

export const balance = z.object({
  currency,
  held: units.meta({ description: 'paid for work that is not done yet' }),
  owed: units.meta({ description: 'earned and not paid out; below zero when money went back after it was paid out' }),
  waiting: units.meta({ description: 'of `owed`: too fresh to be paid out, or disputed' }),
  inPayout: units.meta({ description: 'of `owed`: in a payout that is under way' }),
  available: units.meta({ description: 'can be paid out now' }),
  paidOut: units,
});

export const earningStates = ['held', 'disputed', 'waiting', 'earned', 'refunded', 'charged_back'] as const;
export const earning = z.object({
  paymentId: z.uuid(),
  bookingId: z.uuid(),
  title: z.partialRecord(z.enum(locales), z.string()),
  customerName: z.string(),
  startsAt: instant,
  paidAt: instant,
  state: z.enum(earningStates).meta({
    description:
      '`held`: the work is not done. `waiting`: done, paid out from `availableAt` on. `earned`: can be, or was, paid out',
  }),
  currency,
  price: units.meta({ description: 'what the customer paid' }),
  refunded: units.meta({ description: 'what went back of it' }),
  commission: units.meta({ description: 'the site’s share; as agreed while the money is held' }),
  yours: units,
  availableAt: instant.nullable(),
});
export const earningsView = z.object({ balances: z.array(balance), items: z.array(earning), nextCursor });

export const payoutAccountBody = z.object({
  method: z.enum(payoutMethods),
  holder: words(120),
  number: z
    .string()
    .min(1)
    .max(60)
    .meta({ description: 'IBAN (or Moroccan RIB) for a bank, phone number for a wallet; either for FIB' }),
});
export const payoutAccountView = z.object({
  account: z
    .object({ method: z.enum(payoutMethods), holder: z.string(), number: z.string(), updatedAt: instant })
    .nullable(),
  methods: z.array(z.enum(payoutMethods)),
});

export const ownPayout = z.object({
  id: z.uuid(),
  amount: units,
  currency,
  state: z.enum(payoutStates),
  method: z.string().nullable(),
  number: z.string().nullable().meta({ description: 'its end' }),
  reference: z.string().nullable(),
  createdAt: instant,
  paidAt: instant.nullable(),
});
export const ownPayoutList = z.object({ items: z.array(ownPayout), nextCursor });

/* ------------------------------------------------------------------ payouts, for the operator */

export const talentBalance = balance.extend({
  userId: z.string(),
  name: z.string(),
  account: z.object({ method: z.string(), holder: z.string(), number: z.string() }).nullable(),
});
export const payoutBalances = z.object({
  totals: z
    .array(z.object({ currency, available: units, people: z.int() }))
    .meta({ description: 'of everybody who can be paid now' }),
  items: z.array(talentBalance),
  nextCursor: z.string().nullable(),
});
export const payoutBalancesQuery = z.object({
  currency: currency.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,16}\.[A-Z]{3}\..{1,100}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const createPayoutBatchBody = z.object({
  currency,
  people: z
    .array(person)
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'everybody with something to be paid, when left out' }),
});
export const operatorPayout = ownPayout.extend({
  batchId: z.uuid(),
  userId: z.string(),
  name: z.string(),
  holder: z.string().nullable(),
  number: z.string().nullable(),
  settledBy: z.string().nullable(),
});
export const payoutBatch = z.object({
  batchId: z.uuid().nullable().meta({ description: 'null: nobody has anything to be paid now, and no batch was made' }),
  payouts: z.array(operatorPayout),
  skipped: z.array(z.string()).meta({ description: 'the named people who have nothing to be paid now' }),
});
export const payoutListQuery = page.extend({
  state: z.enum(payoutStates).optional(),
  currency: currency.optional(),
  batchId: z.uuid().optional(),
  userId: person.optional(),
});
export const payoutList = z.object({ items: z.array(operatorPayout), nextCursor });
export const payoutPath = z.object({ payoutId: z.uuid() });
export const batchPath = z.object({ batchId: z.uuid() });
export const settlePayoutBody = z.object({
  reference: words(120).meta({ description: 'the reference of the transfer, kept as proof' }),
  from: driver.default('bank'),
});
export const cancelPayoutBody = z.object({ reason: words(500) });

/* ------------------------------------------------------------------ commission */

export const setCommissionRuleBody = z
  .object({
    talentUserId: person.nullable().default(null),
    plan: z.enum(plans).nullable().default(null),
    currency: currency.nullable().default(null),
    basisPoints: z
      .int()
      .min(0)
      .max(10_000)
      .nullable()
      .meta({ description: 'hundredths of a percent; null ends the rule of this scope' }),
    fixed: units.min(0).max(most).default(0),
    minimum: units.min(0).max(most).default(0),
    reason: words(500),
  })
  .refine(({ talentUserId, plan }) => talentUserId === null || plan === null, { path: ['plan'] })
  .refine(({ fixed, minimum, currency: named }) => (fixed === 0 && minimum === 0) || named !== null, {
    path: ['currency'],
  });
export const commissionRule = z.object({
  id: z.uuid(),
  talentUserId: z.string().nullable(),
  talentName: z.string().nullable(),
  plan: z.enum(plans).nullable(),
  currency: currency.nullable(),
  basisPoints: z.int(),
  fixed: units,
  minimum: units,
  createdAt: instant,
  createdBy: z.string().nullable(),
  endedAt: instant.nullable(),
});
export const commissionRuleList = z.object({ items: z.array(commissionRule), nextCursor });
export const commissionRuleQuery = page.extend({
  ended: z.stringbool().default(false).meta({ description: 'also those that were in force once' }),
});
export const commissionRuleSet = z.object({ rule: commissionRule.nullable(), ended: commissionRule.nullable() });

/* ------------------------------------------------------------------ the books */

export const booksView = z.object({
  balances: z.array(
    z.object({
      account: z.enum(accounts),
      currency,
      driver: z.string().nullable(),
      sum: units.meta({ description: 'debits above zero, credits below' }),
      lines: z.int(),
    }),
  ),
  lies: z
    .array(z.object({ driver: z.string(), currency, sum: units }))
    .meta({ description: 'what lies at each gateway by the books: what came in, less what left' }),
  leftOver: z.array(z.object({ currency, sum: units })).meta({ description: 'what all lines sum to: zero' }),
});
export const entryFilter = z.object({
  account: z.enum(accounts).optional(),
  driver: driver.optional(),
  currency: currency.optional(),
  userId: person.optional(),
  paymentId: z.uuid().optional(),
  kind: z.enum(entryKinds).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});
export const entryQuery = entryFilter.extend(page.shape);
const shownLine = z.object({
  account: z.enum(accounts),
  amount: units,
  currency,
  driver: z.string().nullable(),
  userId: z.string().nullable(),
});
export const entryView = z.object({
  id: z.uuid(),
  kind: z.enum(entryKinds),
  source: z.string().meta({ description: 'the id of what happened' }),
  paymentId: z.uuid().nullable(),
  facts: z.record(z.string(), z.unknown()),
  at: instant,
  lines: z.array(shownLine),
});
export const entryList = z.object({ items: z.array(entryView), nextCursor });
export const correctionBody = z.object({
  words: words(1000).meta({ description: 'why' }),
  paymentId: z.uuid().nullable().default(null),
  lines: z
    .array(
      z.object({
        account: z.enum(accounts),
        amount: units
          .min(-most)
          .max(most)
          .refine((sum) => sum !== 0),
        currency,
        driver: driver.optional(),
        userId: person.optional(),
      }),
    )
    .min(2)
    .max(20),
});
