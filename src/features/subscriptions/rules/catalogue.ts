import type { Money } from '../../../core/money.ts';

/** What an account may do beyond looking, as one line of the pricing page. Numbers come with it. */
export type Benefit =
  | { is: 'profile' | 'bookings' | 'bookingThread' | 'proposals' | 'requestMessaging' | 'book' | 'requests' }
  | { is: 'collections' | 'sharedCollections' | 'direct' | 'premium' }
  | { is: 'credits' | 'oneCollection'; count: number }
  | { is: 'roster'; talents: number }
  | { is: 'seats'; seats: number };

export type Offer<Id extends string> = {
  id: Id;
  /** by the month; null is free. One price each for Iraq and Morocco, not a conversion of each other. */
  price: { IQD: Money; MAD: Money } | null;
  /** can it be bought in this version? */
  onSale: boolean;
  /** works in this version */
  now: readonly Benefit[];
  /** comes with the plan, in a later version */
  planned: readonly Benefit[];
};

const iqd = (amount: number): Money => ({ amount, currency: 'IQD' });
const mad = (dirhams: number): Money => ({ amount: dirhams * 100, currency: 'MAD' });
const talentNow: readonly Benefit[] = [{ is: 'profile' }, { is: 'bookings' }, { is: 'bookingThread' }];
const customerNow: readonly Benefit[] = [{ is: 'book' }, { is: 'bookingThread' }];

/** product.md 3.3 as an offer. Prices and counts are the operator's to set. */
export const talentPlans: ReadonlyArray<Offer<'FREE' | 'PRO' | 'AGENCY'>> = [
  {
    id: 'FREE',
    price: null,
    onSale: true,
    now: talentNow,
    planned: [{ is: 'credits', count: 3 }, { is: 'proposals' }],
  },
  {
    id: 'PRO',
    price: { IQD: iqd(25_000), MAD: mad(99) },
    onSale: false,
    now: talentNow,
    planned: [{ is: 'credits', count: 20 }, { is: 'proposals' }, { is: 'requestMessaging' }],
  },
  {
    id: 'AGENCY',
    price: { IQD: iqd(90_000), MAD: mad(349) },
    onSale: false,
    now: talentNow,
    planned: [
      { is: 'roster', talents: 25 },
      { is: 'seats', seats: 5 },
      { is: 'credits', count: 60 },
      { is: 'proposals' },
      { is: 'requestMessaging' },
    ],
  },
];

export const memberships: ReadonlyArray<Offer<'individual' | 'professional' | 'company'>> = [
  {
    id: 'individual',
    price: null,
    onSale: true,
    now: customerNow,
    planned: [{ is: 'requests' }, { is: 'oneCollection', count: 20 }],
  },
  {
    id: 'professional',
    price: { IQD: iqd(35_000), MAD: mad(149) },
    onSale: false,
    now: customerNow,
    planned: [{ is: 'direct' }, { is: 'premium' }, { is: 'requests' }, { is: 'collections' }],
  },
  {
    id: 'company',
    price: { IQD: iqd(120_000), MAD: mad(490) },
    onSale: false,
    now: customerNow,
    planned: [
      { is: 'seats', seats: 5 },
      { is: 'direct' },
      { is: 'premium' },
      { is: 'requests' },
      { is: 'sharedCollections' },
    ],
  },
];
