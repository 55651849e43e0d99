import { createHash } from 'node:crypto';
import type { Actor } from '../../features/messaging/rules/can-message.ts';
import type { Role } from '../../features/identity/rules.ts';

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
  /** of a talent */
  talentId: string;
  /** the agent's key they come by */
  agent?: string;
  /** the word of the link they come by */
  link?: string;
};

const talentIdOf = (n: number) => `0190d3a0-0000-7000-9100-00000000000${n}`;
const person = (name: string, more: Partial<Person> = {}): Person => ({
  name,
  id: `user_agree_${name.replaceAll(' ', '_')}`,
  role: 'customer',
  kind: null,
  plan: 'none',
  standing: 'good',
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
  otherCustomer: member('other customer', 'professional', 'live'),
  talentFree: talent('talent FREE', 1, 'none'),
  talentPro: talent('talent PRO', 2),
  talentAgency: talent('talent AGENCY', 3),
  talentSuspended: talent('talent suspended', 4, 'live', 'suspended'),
  talentDeleted: talent('talent deleted', 5, 'live', 'deleted'),
  otherTalent: talent('other talent', 6),
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

/** SQL that seats them all, past every policy. */
export function seating(): string {
  const all: readonly Person[] = Object.values(people);
  const users = all.map(
    (who) =>
      `(${q(who.id)}, ${q(emailOf(who))}, ${q(who.name)}, ${q(who.role)}, ${q(who.kind)}, ${who.role === 'talent' ? `'FREE'` : 'null'},
        ${who.role === null ? 'null' : q(ago(100))}, ${who.standing === 'suspended' ? q(ago(1)) : 'null'}, ${who.standing === 'deleted' ? q(ago(1)) : 'null'})`,
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
    insert into users (id, email, name, role, customer_kind, plan, onboarded_at, suspended_at, deleted_at) values ${users.join(', ')};
    insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end, past_due_since) values ${plans.join(', ')};
    insert into talent_profiles (id, user_id, slug, display_name, headline, bio, category, city, languages, tags, time_zone, published_at) values ${profiles.join(', ')};
    insert into agent_keys (id, user_id, name, key_hash, hint) values (${q(agentKey)}, ${q(people.talentFree.id)}, 'Assistant', ${q('a'.repeat(64))}, 'mwk_');`;
}
