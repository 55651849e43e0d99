import { admins, colleagues, customerId, lapsedMemberships, mailOf, newcomer, talentUserId } from './accounts.ts';
import { demoCustomers } from './content/customers.ts';
import { demoTalents } from './content/talents.ts';
import { newcomers, type Newcomer } from './registration.ts';

/** Somebody to sign in as, and what to try with them. */
export type DemoPerson = {
  clerkId: string;
  email: string;
  name: string;
  role: 'customer' | 'talent' | 'admin' | null;
  kind: 'individual' | 'professional' | 'company' | 'free' | 'pro' | 'agency' | null;
  plan: 'FREE' | 'PRO' | 'AGENCY' | null;
  membership: 'active' | 'lapsed' | null;
  note: string;
};

function customer(handle: string, note: string): DemoPerson {
  const found = demoCustomers.find((one) => one.handle === handle);
  if (!found) throw new Error(`no demo customer ${handle}`);
  const membership = found.kind === 'individual' ? null : handle in lapsedMemberships ? 'lapsed' : 'active';
  return {
    clerkId: customerId(handle),
    email: mailOf(handle),
    name: found.name,
    role: 'customer',
    kind: found.kind,
    plan: null,
    membership,
    note,
  };
}

const kinds = { FREE: 'free', PRO: 'pro', AGENCY: 'agency' } as const;

function talent(slug: string, note: string): DemoPerson {
  const found = demoTalents.find((one) => one.slug === slug);
  if (!found) throw new Error(`no demo talent ${slug}`);
  const plan = found.plan ?? 'FREE';
  return {
    clerkId: talentUserId(slug),
    email: mailOf(slug),
    name: found.name,
    role: 'talent',
    kind: kinds[plan],
    plan,
    membership: null,
    note,
  };
}

const colleague = (id: string, note: string): DemoPerson => {
  const found = colleagues.find((one) => one.id === id);
  if (!found) throw new Error(`no demo colleague ${id}`);
  const { handle, name, role } = found;
  const kind = role === 'customer' ? 'individual' : null;
  return { clerkId: id, email: mailOf(handle), name, role, kind, plan: null, membership: null, note };
};

const registered = ({ id, handle, name, kind, note }: Newcomer): DemoPerson => ({
  clerkId: id,
  email: mailOf(handle),
  name,
  role: kind === 'talent' || kind === 'agency' ? 'talent' : 'customer',
  kind: kind === 'talent' || kind === 'agency' ? 'free' : kind,
  plan: kind === 'talent' || kind === 'agency' ? 'FREE' : null,
  membership: null,
  note,
});

const admin = ({ id, handle, name }: (typeof admins)[number], note: string): DemoPerson => ({
  clerkId: id,
  email: mailOf(handle),
  name,
  role: 'admin',
  kind: null,
  plan: null,
  membership: null,
  note,
});

export const people: readonly DemoPerson[] = [
  customer(
    'sara-abdullah',
    'A dentist in Baghdad with a booking in nearly every state: accept a quote, pay one that is held, complete, review.',
  ),
  customer('omar-al-dulaimi', 'A groom who has booked and paid a DJ for his wedding; ask somebody else for the henna.'),
  customer('karwan-jalal', 'Owns a kebab house in Erbil and writes Sorani; his menu shoot is paid and ahead.'),
  customer('kenza-bennani', 'Writes French in Casablanca; an offer in dirhams waits for her answer.'),
  customer(
    'munaf-casting',
    'A casting agent in Baghdad with a live membership; one finished booking with reviews of both sides.',
  ),
  customer('claire-marchand', 'A French film maker in Erbil with a live membership; finished bookings and reviews.'),
  customer('parwin-planner', 'A wedding planner whose membership has lapsed: what an individual may do, she may do.'),
  customer(
    'tigris-energy',
    'A company in Baghdad: a new quote to read, an open request in Basra, paid work behind it.',
  ),
  customer('fondation-al-manar', 'A foundation in Casablanca with past bookings in dirhams.'),
  talent(
    'zainab-al-rubaie',
    'A wedding photographer (PRO) with requests to quote, a paid wedding ahead and a held henna: the other side of Sara’s bookings.',
  ),
  talent('rebin-ahmed', 'A food photographer in Erbil (PRO), writes Sorani; a paid shoot ahead.'),
  talent('mehdi-benjelloun', 'A videographer in Casablanca (PRO), writes French; prices in dirhams.'),
  talent('ruaa-al-kaabi', 'A make-up artist in Baghdad (FREE): a paid appointment ahead, reviews behind.'),
  talent('dj-noor-imad', 'A DJ in Baghdad (FREE): Omar’s wedding is paid.'),
  talent('sirwa-mahmoud', 'A sworn translator in Erbil (FREE): a request waits for her quote.'),
  talent(
    'yasir-al-azzawi',
    'A director with a production house (AGENCY): work that waits for the other side’s “done”.',
  ),
  talent('khashaba-al-faw', 'A khashaba ensemble in Basra (AGENCY): a paid evening ahead.'),
  admin(admins[0], 'Runs the marketplace.'),
  admin(admins[1], 'Runs the marketplace, reads Sorani.'),
  {
    clerkId: newcomer.id,
    email: newcomer.email,
    name: newcomer.name,
    role: null,
    kind: null,
    plan: null,
    membership: null,
    note: 'Signed up a minute ago and has not yet said what for: begins with onboarding.',
  },
  ...newcomers.map(registered),
  colleague(
    colleagues[0].id,
    'Works at the energy company in Baghdad and acts for it: switch accounts, contact, book.',
  ),
  colleague(colleagues[1].id, 'Is invited to the energy company’s team and has not answered yet.'),
  colleague(colleagues[2].id, 'Works at the director’s agency: acts for it, and for the two talents of its roster.'),
];
