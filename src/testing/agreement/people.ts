import { createHash } from 'node:crypto';
import type { Actor } from '../../features/messaging/rules/can-message.ts';
import type { Approval, Role } from '../../features/identity/rules.ts';

/** Everybody a decision table of product.md 3.7 speaks of, each with a plan and a standing of their own. */
export const opening = new Date('2026-03-02T09:00:00Z');
const day = 86_400_000;

export type Person = {
  name: string;
  /** null: no account */
  id: string | null;
  role: Role | null;
  kind: 'individual' | 'professional' | 'company' | null;
  plan: 'none' | 'live' | 'grace' | 'lapsed';
  standing: 'good' | 'suspended' | 'deleted';
  /** where accounts are looked at first */
  approval: Approval;
  /** of a talent */
  talentId: string;
  /** the agent's key they come by */
  agent?: string;
  /** the word of the link they come by */
  link?: string;
  /** not a person: the system's door */
  system?: boolean;
};

const talentIdOf = (n: number) => `0190d3a0-0000-7000-9100-00000000000${n}`;
const person = (name: string, more: Partial<Person> = {}): Person => ({
  name,
  id: `user_agree_${name.replaceAll(' ', '_')}`,
  role: 'customer',
  kind: null,
  plan: 'none',
  standing: 'good',
  approval: 'approved',
  talentId: '',
  ...more,
});
const member = (name: string, kind: Person['kind'], plan: Person['plan'], standing: Person['standing'] = 'good') =>
  person(name, { kind, plan, standing });
const talent = (name: string, n: number, plan: Person['plan'] = 'live', standing: Person['standing'] = 'good') =>
  person(name, { role: 'talent', plan, standing, talentId: talentIdOf(n) });

export const people = {
  individual: member('individual', 'individual', 'none'),
  professional: member('professional', 'professional', 'live'),
  professionalInGrace: member('professional in grace', 'professional', 'grace'),
  professionalLapsed: member('professional lapsed', 'professional', 'lapsed'),
  company: member('company', 'company', 'live'),
  companyInGrace: member('company in grace', 'company', 'grace'),
  companyLapsed: member('company lapsed', 'company', 'lapsed'),
  customerSuspended: member('customer suspended', 'professional', 'live', 'suspended'),
  customerDeleted: member('customer deleted', 'professional', 'live', 'deleted'),
  companyWaiting: { ...member('company waiting', 'company', 'live'), approval: 'waiting' },
  professionalRefused: { ...member('professional refused', 'professional', 'live'), approval: 'refused' },
  otherCustomer: member('other customer', 'professional', 'live'),
  talentFree: talent('talent FREE', 1, 'none'),
  talentPro: talent('talent PRO', 2),
  talentAgency: talent('talent AGENCY', 3),
  talentSuspended: talent('talent suspended', 4, 'live', 'suspended'),
  talentDeleted: talent('talent deleted', 5, 'live', 'deleted'),
  otherTalent: talent('other talent', 6),
  talentInGrace: talent('talent PRO in grace', 7, 'grace'),
  talentLapsed: talent('talent PRO lapsed', 8, 'lapsed'),
  admin: person('admin', { role: 'admin' }),
  newcomer: person('newcomer', { role: null }),
} as const satisfies Record<string, Person>;

export const visitor: Person = { ...person('visitor', { role: null }), id: null };
export const agentKey = '0190d3a0-0000-7000-9100-0000000000a1';
/** An agent with a key of this talent's. */
export const agentOf = (who: Person): Person => ({ ...who, name: `agent of ${who.name}`, agent: agentKey });
export const link = { word: 'the word of the link', hash: '' };
link.hash = createHash('sha256').update(link.word).digest('hex');
export const byLink = (who: Person): Person => ({ ...who, name: `${who.name} with the link`, link: link.word });

/** `contact.initiate` of product.md 3.3: a professional or a company, live or within three days of a missed renewal. */
export const entitled = (who: Person): boolean =>
  (who.kind === 'professional' || who.kind === 'company') && (who.plan === 'live' || who.plan === 'grace');

export const actorOf = (who: Person): Actor =>
  who.id === null
    ? null
    : {
        role: who.role,
        suspended: who.standing === 'suspended',
        deleted: who.standing === 'deleted',
        approval: who.approval,
        agent: who.agent !== undefined,
      };

/** A literal for SQL that is put together from constants of these files. */
export const q = (value: string | number | boolean | Date | null): string =>
  value === null
    ? 'null'
    : value instanceof Date
      ? `'${value.toISOString()}'`
      : typeof value === 'string'
        ? `'${value.replaceAll("'", "''")}'`
        : String(value);

export const ago = (days: number): Date => new Date(opening.getTime() - days * day);
export const emailOf = (who: Person): string => `${who.id ?? 'visitor'}@example.com`;

const productOf = (who: Person): string =>
  who.role === 'talent' ? (who.name === 'talent AGENCY' ? 'AGENCY' : 'PRO') : (who.kind ?? 'professional');

/**
 * A world has more in it than what is asked about: two people nobody here deals with, who have one of each among themselves, are
 * blocked by everybody and block everybody, and whose thread everybody once wrote in. Whoever looks at the wrong row sees it.
 */
const strangers = { customer: 'user_agree_stranger_1', talent: 'user_agree_stranger_2' };
export const among = { messages: 0 };
function elsewhere(): string {
  const id = (n: number) => q(`0190d3a0-0000-7000-9600-00000000000${n}`);
  const [c, t, page] = [q(strangers.customer), q(strangers.talent), id(9)];
  const everybody = Object.values(people).map((who) => who.id);
  const words = everybody.flatMap((who) => [0, 1, 2].map((n) => `(${id(5)}, ${q(who)}, 'Elsewhere', ${q(ago(-n))})`));
  among.messages = words.length;
  return `
    insert into users (id, email, name, role, customer_kind, plan, onboarded_at) values (${c}, 's1@example.com', 'S', 'customer', 'company', null, ${q(ago(100))}), (${t}, 's2@example.com', 'S', 'talent', null, 'FREE', ${q(ago(100))});
    insert into talent_profiles (id, user_id, slug, display_name, headline, bio, category, city, languages, tags, time_zone, published_at)
    values (${page}, ${t}, 'stranger', 'S', '{}', '{}', 'photographer', 'baghdad', '{ar}', '{}', 'Asia/Baghdad', ${q(ago(50))});
    insert into inquiries (id, talent_id, talent_user_id, sender_id, message, sender_name, sender_email, created_at, ended_at, link_hash) values (${id(1)}, ${page}, ${t}, ${c}, 'Hm?', 'S', 's1@example.com', ${q(ago(9))}, ${q(ago(8))}, 'elsewhere');
    insert into inquiry_replies (inquiry_id, author, sender_id, reply) values (${id(1)}, 'talent', ${t}, 'Hm.');
    insert into contacts (id, customer_id, talent_id, talent_user_id, customer_name, talent_name, state) values (${id(2)}, ${c}, ${page}, ${t}, 'S', 'S', 'accepted');
    insert into bookings (id, talent_id, talent_user_id, customer_id, state, state_at, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name)
    values (${id(3)}, ${page}, ${t}, ${c}, 'declined', ${q(ago(60))}, ${q(ago(50))}, ${q(ago(49))}, 'Asia/Baghdad', '{}', 1000, 'IQD', 'S', 'S');
    insert into threads (id, kind, inquiry_id, contact_id, booking_id) values (${id(4)}, 'inquiry', ${id(1)}, null, null), (${id(5)}, 'direct', null, ${id(2)}, null), (${id(6)}, 'booking', null, null, ${id(3)});
    insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_name) select t.id, who, side, t.kind, coalesce(t.inquiry_id, t.contact_id, t.booking_id), 'S'
      from threads t, (values (${c}, 'customer'), (${t}, 'talent')) as m(who, side);
    insert into messages (thread_id, sender_id, body, sent_at) values ${words.join(', ')};
    insert into requests (id, owner_id, owner_name, title, summary, category, city, starts_on, currency, budget_max, state, published_at, opened_at, expires_at)
    values (${id(7)}, ${c}, 'S', 'Elsewhere', 'Hm', 'photographer', 'baghdad', '2026-04-01', 'IQD', 1000, 'OPEN', ${q(ago(5))}, ${q(ago(5))}, ${q(ago(-20))});
    insert into threads (id, kind, request_id) values (${id(8)}, 'request', ${id(7)});
    insert into request_unlocks (request_id, user_id, talent_name) select ${id(7)}, x.id, 'S' from users x where x.role = 'talent';
    insert into blocks (blocker_id, blocked_id) select x.id, ${c} from users x where x.id <> ${c} union all select ${c}, x.id from users x where x.id <> ${c};
    insert into blocks (blocker_id, blocked_email) select ${t}, x.email from users x where x.id <> ${t} union all select ${t}, 'somebody@example.com';
    insert into blocks (blocker_id, blocked_email) select x.id, 's1@example.com' from users x where x.id not in (${c}, ${t});`;
}

/** SQL that seats them all, past every policy. */
export function seating(): string {
  const all: readonly Person[] = Object.values(people);
  const users = all.map(
    (who) =>
      `(${q(who.id)}, ${q(emailOf(who))}, ${q(who.name)}, ${q(who.role)}, ${q(who.kind)}, ${who.role === 'talent' ? `'FREE'` : 'null'},
        ${who.role === null ? 'null' : q(ago(100))}, ${who.standing === 'suspended' ? q(ago(1)) : 'null'}, ${who.standing === 'deleted' ? q(ago(1)) : 'null'},
        ${q(who.approval)}, ${who.approval === 'refused' ? q('No') : 'null'})`,
  );
  const plans = all
    .filter(({ plan }) => plan !== 'none')
    .map((who) => {
      const [state, end, since] = {
        none: ['', ago(0), null],
        live: ['active', ago(-20), null],
        grace: ['past_due', ago(2.9), ago(2.9)],
        lapsed: ['past_due', ago(3), ago(3)],
      }[who.plan] as [string, Date, Date | null];
      return `(${q(who.id)}, ${q(productOf(who))}, 'month', 1000, 'IQD', ${q(state)}, ${q(ago(100))}, ${q(ago(31))}, ${q(end)}, ${q(since)})`;
    });
  const talents = all.filter(({ role }) => role === 'talent');
  const profiles = talents.map(
    (who) =>
      `(${q(who.talentId)}, ${q(who.id)}, ${q(who.name.toLowerCase().replaceAll(' ', '-'))}, ${q(who.name)}, '{}', '{}', 'photographer', 'baghdad', '{ar}', '{}', 'Asia/Baghdad', ${q(ago(50))})`,
  );
  return `
    insert into users (id, email, name, role, customer_kind, plan, onboarded_at, suspended_at, deleted_at, approval, approval_reason) values ${users.join(', ')};
    insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end, past_due_since) values ${plans.join(', ')};
    insert into talent_profiles (id, user_id, slug, display_name, headline, bio, category, city, languages, tags, time_zone, published_at) values ${profiles.join(', ')};
    insert into agent_keys (id, user_id, name, key_hash, hint) values (${q(agentKey)}, ${q(people.talentFree.id)}, 'Assistant', ${q('a'.repeat(64))}, 'mwk_');
    ${elsewhere()}`;
}
