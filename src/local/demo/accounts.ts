import { demo } from '../../features/examples.ts';

/** Accounts that people sign in with have names that say what they are; the others follow from the handle. */
export const customerAccounts: Readonly<Record<string, string>> = {
  'sara-abdullah': demo.customer,
  'omar-al-dulaimi': 'user_demo_omar_individual',
  'karwan-jalal': 'user_demo_karwan_individual',
  'kenza-bennani': 'user_demo_kenza_individual',
  'munaf-casting': 'user_demo_munaf_professional',
  'claire-marchand': 'user_demo_claire_professional',
  'parwin-planner': 'user_demo_parwin_professional_lapsed',
  'tigris-energy': 'user_demo_tigris_company',
  'fondation-al-manar': 'user_demo_almanar_company',
};

export const talentAccounts: Readonly<Record<string, string>> = {
  'zainab-al-rubaie': demo.talent,
};

const asId = (slug: string) => slug.replaceAll('-', '_');
export const customerId = (handle: string): string => customerAccounts[handle] ?? `user_demo_${asId(handle)}`;
export const talentUserId = (slug: string): string => talentAccounts[slug] ?? `user_demo_talent_${asId(slug)}`;
export const mailOf = (handle: string): string => `${handle}@demo.mawahib.example`;

export const admins = [
  { handle: 'hala-admin', id: 'user_demo_admin_hala', name: 'Hala Naji', locale: 'en' },
  { handle: 'dilan-admin', id: 'user_demo_admin_dilan', name: 'دیلان عوسمان', locale: 'ckb' },
] as const;

export const newcomer = { id: demo.newcomer, email: mailOf('new'), name: 'Noor Salman' };

/** People who work for somebody else's account, or are asked to; one of them has never said what else they came for. */
export const colleagues = [
  { id: demo.colleague, handle: 'rand-tigris', name: 'Rand Al-Jubouri', role: 'customer', locale: 'en' },
  { id: demo.invited, handle: 'hiwa-tigris', name: 'هیوا کەریم', role: 'customer', locale: 'ckb' },
  { id: demo.agencyColleague, handle: 'samer-house', name: 'سامر الراوي', role: null, locale: 'ar' },
] as const;

/** Memberships of professionals and companies, in days from today; all others have one that runs. */
export const lapsedMemberships: Readonly<Record<string, number>> = {
  'parwin-planner': -12,
  'leila-casting': -40,
  'um-qasr-events': -3,
};
