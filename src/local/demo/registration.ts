import { createHash } from 'node:crypto';
import { demo } from '../../features/examples.ts';
import { cities, type CityId } from '../../features/discovery/places.ts';
import type { AccountKind, Approval } from '../../features/identity/rules.ts';
import { usualHours } from '../../features/profiles/rules/profile.ts';
import { customerId, mailOf } from './accounts.ts';
import { idAt } from './chance.ts';
import type { DemoRows } from './rows.ts';

const day = 86_400_000;
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

export type Newcomer = {
  id: string;
  handle: string;
  name: string;
  locale: 'en' | 'ar' | 'ckb' | 'fr';
  kind: AccountKind;
  approval: Approval;
  city: CityId;
  note: string;
  /** by an operator, for a reason */
  suspended?: string;
};

/** People who have just registered: some wait to be looked at, two are not of age. None is public. */
export const newcomers = [
  {
    id: demo.waiting,
    handle: 'dijla-events',
    name: 'Dijla Events',
    locale: 'en',
    kind: 'company',
    approval: 'waiting',
    city: 'baghdad',
    note: 'A company that waits for approval: prepare what you like, ask somebody, and read why it has to wait.',
  },
  {
    id: 'user_demo_waiting_talent',
    handle: 'aras-guitar',
    name: 'ئاراس گیتار',
    locale: 'ckb',
    kind: 'talent',
    approval: 'waiting',
    city: 'sulaymaniyah',
    note: 'A guitarist in Sulaymaniyah who waits for approval; the page is ready but cannot be published yet.',
  },
  {
    id: 'user_demo_refused_professional',
    handle: 'safwan-media',
    name: 'صفوان الإعلامي',
    locale: 'ar',
    kind: 'professional',
    approval: 'refused',
    city: 'basra',
    note: 'Was refused and told why: put it right in the account’s details and ask to be looked at again.',
  },
  {
    id: demo.minor,
    handle: 'yusuf-dance',
    name: 'يوسف الراقص',
    locale: 'ar',
    kind: 'talent',
    approval: 'approved',
    city: 'baghdad',
    note: 'A dancer of fifteen whose guardian has not answered yet: the page cannot be published.',
  },
  {
    id: 'user_demo_minor_with_consent',
    handle: 'lina-voice',
    name: 'Lina Haddad',
    locale: 'fr',
    kind: 'talent',
    approval: 'approved',
    city: 'casablanca',
    note: 'A singer of sixteen whose guardian has consented: publish the page, and the guardian reads along.',
  },
  {
    id: demo.suspended,
    handle: 'faris-plans',
    name: 'فارس بهنام',
    locale: 'ar',
    kind: 'individual',
    approval: 'approved',
    city: 'mosul',
    note: 'Was suspended by an operator and reads why in a letter: every door of the account says so.',
    suspended: 'أُرسل الإعلان نفسه إلى أربعين موهبة في ليلة واحدة.',
  },
] as const satisfies readonly Newcomer[];

const crafts: Readonly<Record<string, { category: string; headline: Record<string, string>; born?: number }>> = {
  'aras-guitar': {
    category: 'musician',
    headline: { ckb: 'گیتار بۆ ئاهەنگ و کافێ', en: 'Guitar for parties and cafés' },
  },
  'yusuf-dance': {
    category: 'dancer',
    headline: { ar: 'رقص حديث في المناسبات', en: 'Modern dance at celebrations' },
    born: 15,
  },
  'lina-voice': {
    category: 'singer',
    headline: { fr: 'Chansons en français et en arabe', en: 'Songs in French and Arabic' },
    born: 16,
  },
};

function addTalent(rows: DemoRows, one: Newcomer, at: Date, today: Date): void {
  const craft = crafts[one.handle];
  if (!craft) return;
  const { timeZone, country } = cities[one.city];
  const id = idAt(`profile ${one.handle}`, at.getTime() - today.getTime());
  rows.talentProfiles.push({
    id,
    userId: one.id,
    slug: one.handle,
    displayName: one.name,
    headline: craft.headline,
    category: craft.category,
    city: one.city,
    languages: [one.locale],
    timeZone,
    createdAt: at,
    updatedAt: at,
  });
  rows.services.push({
    id: idAt(`service ${one.handle}`, at.getTime() - today.getTime()),
    talentId: id,
    title: { en: 'An evening', ar: 'أمسية', fr: 'Une soirée', ckb: 'ئێوارەیەک' },
    priceAmount: country === 'MA' ? 90_000 : 150_000,
    priceCurrency: country === 'MA' ? 'MAD' : 'IQD',
    durationMinutes: 120,
    place: 'on_site',
    createdAt: at,
    updatedAt: at,
  });
  rows.availabilityRules.push(...usualHours(country).map((rule) => ({ ...rule, talentId: id })));
  if (craft.born === undefined) return;
  const year = today.getUTCFullYear() - craft.born;
  // born on the first of January: as old as the year says on every day of it
  rows.talentPrivate.push({ userId: one.id, birthDate: `${year}-01-01`, createdAt: at, updatedAt: at });
  const given = one.handle === 'lina-voice';
  const asked = new Date(at.getTime() + 5 * 60_000);
  const answered = given ? new Date(at.getTime() + day / 2) : null;
  rows.guardians.push({
    userId: one.id,
    id: idAt(`guardian ${one.handle}`, at.getTime() - today.getTime()),
    name: given ? 'Samira Haddad' : 'أم يوسف',
    email: mailOf(`guardian-of-${one.handle}`),
    locale: one.locale,
    state: given ? 'given' : 'asked',
    tokenHash: digest(`the demo’s guardian of ${one.handle}`),
    askedAt: asked,
    lettersSince: asked,
    decidedAt: answered,
    createdAt: asked,
    updatedAt: answered ?? asked,
  });
}

/** Who has just come, and what a few who have been here longer said of themselves. */
export function keepRegistrations(rows: DemoRows, today: Date): void {
  newcomers.forEach((one: Newcomer, index) => {
    const at = new Date(today.getTime() - (index + 1) * day - 3 * 3_600_000);
    const talent = one.kind === 'talent' || one.kind === 'agency';
    const refused = one.approval === 'refused';
    rows.users.push({
      id: one.id,
      email: mailOf(one.handle),
      name: one.name,
      role: talent ? 'talent' : 'customer',
      customerKind: one.kind === 'talent' || one.kind === 'agency' ? null : one.kind,
      plan: talent ? 'FREE' : null,
      membershipEndsAt: null,
      locale: one.locale,
      timeZone: cities[one.city].timeZone,
      onboardedAt: at,
      approval: one.approval,
      approvalAt: refused ? new Date(at.getTime() + day / 4) : null,
      approvalBy: refused ? demo.operator : null,
      approvalReason: refused ? 'الموقع المذكور لا يفتح. أضف موقعاً يعرّف بعملك أو صفحة لك.' : null,
      suspendedAt: one.suspended === undefined ? null : new Date(at.getTime() + day),
      clerkUpdatedAt: at,
      createdAt: at,
      updatedAt: at,
    });
    if (one.suspended !== undefined)
      rows.auditLog.push({
        at: new Date(at.getTime() + day),
        actorId: demo.operator,
        action: 'account.suspended',
        subjectKind: 'user',
        subjectId: one.id,
        reason: one.suspended,
      });
    if (talent) addTalent(rows, one, at, today);
  });
  const said = (userId: string, kind: AccountKind, details: Partial<DemoRows['accountDetails'][number]>) => {
    const at = new Date(today.getTime() - 2 * day);
    rows.accountDetails.push({ userId, kind, createdAt: at, updatedAt: at, ...details });
  };
  said(demo.waiting, 'company', {
    contactName: 'Maryam Al-Tai',
    city: 'baghdad',
    website: 'https://dijla-events.example.com',
    about: 'Openings, concerts and conferences along the river, since 2019.',
    hires: ['photographer', 'musician', 'event-host'],
    size: '11-50',
  });
  said('user_demo_refused_professional', 'professional', {
    profession: 'منتج محتوى',
    city: 'basra',
    website: 'https://safwan-media.example.com',
    hires: ['videographer'],
  });
  said(customerId('munaf-casting'), 'professional', {
    profession: 'Casting director',
    organisation: 'Munaf Casting',
    city: 'baghdad',
    hires: ['actor', 'model', 'voice-artist'],
  });
  said(demo.company, 'company', { contactName: 'Tariq Al-Jubouri', city: 'baghdad', size: '201+' });
}
