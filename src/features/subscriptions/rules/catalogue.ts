import { allow, refuse, type Decision } from '../../../core/decision.ts';
import { currencyExponents, type Currency, type Money } from '../../../core/money.ts';
import type { CustomerKind, Role } from '../../identity/rules.ts';
import { entitlementTable } from './entitlements.ts';
import type { Interval, ProductId } from './states.ts';

/** What an account may do beyond looking, as one line of the pricing page. Numbers come with it. */
export type Benefit =
  | { is: 'profile' | 'bookings' | 'bookingThread' | 'proposals' | 'requestMessaging' | 'book' | 'requests' }
  | { is: 'collections' | 'sharedCollections' | 'direct' | 'premium' }
  | { is: 'credits' | 'oneCollection'; count: number }
  | { is: 'roster'; talents: number }
  | { is: 'seats'; seats: number };

/** One price per currency, each set for its country and none a conversion of another. */
export type Price = Readonly<Record<Currency, Money>>;

export type Offer<Id extends string> = {
  id: Id;
  /** null is free */
  prices: Readonly<Record<Interval, Price>> | null;
  /** what it gives today; what does not work yet is not offered */
  has: readonly Benefit[];
};

/** In whole dinars, dirhams, dollars and euros, as the operator thinks of them; kept in the charged unit. */
function price(iqd: number, mad: number, usd: number, eur: number): Price {
  const units = (amount: number, currency: Currency): Money => ({
    amount: amount * 10 ** currencyExponents[currency],
    currency,
  });
  return { IQD: units(iqd, 'IQD'), MAD: units(mad, 'MAD'), USD: units(usd, 'USD'), EUR: units(eur, 'EUR') };
}

const { individual, company, FREE, PRO, AGENCY } = entitlementTable;
const talentNow: readonly Benefit[] = [{ is: 'profile' }, { is: 'bookings' }, { is: 'bookingThread' }];
const customerNow: readonly Benefit[] = [{ is: 'book' }, { is: 'bookingThread' }];
const memberNow: readonly Benefit[] = [...customerNow, { is: 'direct' }];

/** product.md 3.3 as an offer; the counts are those of the entitlements. `once` is one month that does not renew; a year costs ten months. */
export const talentPlans: ReadonlyArray<Offer<'FREE' | 'PRO' | 'AGENCY'>> = [
  {
    id: 'FREE',
    prices: null,
    has: [...talentNow, { is: 'credits', count: FREE['credits.monthly'] }, { is: 'proposals' }],
  },
  {
    id: 'PRO',
    prices: {
      once: price(28_000, 109, 15, 14),
      month: price(25_000, 99, 14, 13),
      year: price(250_000, 990, 140, 130),
    },
    has: [
      ...talentNow,
      { is: 'credits', count: PRO['credits.monthly'] },
      { is: 'proposals' },
      { is: 'requestMessaging' },
    ],
  },
  {
    id: 'AGENCY',
    prices: {
      once: price(99_000, 389, 55, 52),
      month: price(90_000, 349, 49, 46),
      year: price(900_000, 3490, 490, 460),
    },
    has: [
      ...talentNow,
      { is: 'credits', count: AGENCY['credits.monthly'] },
      { is: 'roster', talents: AGENCY.roster },
      { is: 'seats', seats: AGENCY.seats },
      { is: 'proposals' },
      { is: 'requestMessaging' },
    ],
  },
];

export const memberships: ReadonlyArray<Offer<'individual' | 'professional' | 'company'>> = [
  {
    id: 'individual',
    prices: null,
    has: [
      ...customerNow,
      { is: 'requests' },
      { is: 'oneCollection', count: (individual.collections && individual.collections.talents) || 0 },
    ],
  },
  {
    id: 'professional',
    prices: {
      once: price(39_000, 165, 22, 20),
      month: price(35_000, 149, 19, 18),
      year: price(350_000, 1490, 190, 180),
    },
    has: [...memberNow, { is: 'premium' }, { is: 'requests' }, { is: 'collections' }],
  },
  {
    id: 'company',
    prices: {
      once: price(132_000, 540, 75, 70),
      month: price(120_000, 490, 69, 64),
      year: price(1_200_000, 4900, 690, 640),
    },
    has: [
      ...memberNow,
      { is: 'seats', seats: company.seats },
      { is: 'premium' },
      { is: 'requests' },
      { is: 'sharedCollections' },
    ],
  },
];

/** Credits that do not expire; the larger the pack, the less each costs. */
export const creditPacks = [
  { credits: 10, price: price(10_000, 39, 6, 6) },
  { credits: 25, price: price(22_000, 89, 13, 12) },
  { credits: 60, price: price(48_000, 189, 28, 26) },
] as const satisfies readonly { credits: number; price: Price }[];
export const packSizes = creditPacks.map(({ credits }) => credits);

/** One thing a person wishes to buy. `credits`: how many, for a pack. */
export type Wish = { product: ProductId | 'credits'; interval: Interval; credits: number | null; recurring: boolean };

export type BuyRefusal = 'role_not_allowed' | 'wrong_currency' | 'invalid';

/** Who may buy what: each kind of customer its membership, talents plans and credits. */
export function sellsTo(product: Wish['product'], who: { role: Role | null; customerKind: CustomerKind | null }) {
  return product === 'professional' || product === 'company'
    ? who.role === 'customer' && who.customerKind === product
    : who.role === 'talent';
}

/** What it costs them here, or why it is not sold to them. */
export function decideBuy(
  who: { role: Role | null; customerKind: CustomerKind | null },
  wish: Wish,
  currency: Currency,
  offered: readonly Currency[],
): Decision<Money, BuyRefusal> {
  if (!sellsTo(wish.product, who)) return refuse('role_not_allowed');
  if (!offered.includes(currency)) return refuse('wrong_currency');
  if (wish.recurring && wish.interval === 'once') return refuse('invalid');
  if (wish.product === 'credits') {
    const pack = creditPacks.find(({ credits }) => credits === wish.credits);
    return pack && wish.interval === 'once' ? allow(pack.price[currency]) : refuse('invalid');
  }
  if (wish.credits !== null) return refuse('invalid');
  const offer = [...talentPlans, ...memberships].find(({ id }) => id === wish.product);
  return offer?.prices ? allow(offer.prices[wish.interval][currency]) : refuse('invalid');
}
