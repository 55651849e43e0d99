// Every page behind the sign-in, and what has to be done on it before it is looked at.
import type { Page } from 'playwright-core';
import type { Locale } from '../../src/core/locale.ts';
import { demo, exampleIds as id } from '../../src/features/examples.ts';
import { accountMessages } from '../../src/i18n/catalogs/account.ts';
import { collectionsMessages } from '../../src/i18n/catalogs/collections.ts';
import { onboardingMessages } from '../../src/i18n/catalogs/onboarding.ts';
import { portfolioMessages } from '../../src/i18n/catalogs/portfolio.ts';
import { studioMessages } from '../../src/i18n/catalogs/studio.ts';
import { translator } from '../../src/i18n/translate.ts';
import { jpegFromAPhone } from '../../src/testing/fake-files.ts';

/** `who`: a person of the demo, or the beginning of the name of somebody new. */
export type Room = { who: string; path: string; act?: (page: Page, locale: Locale) => Promise<void> };

export const people = {
  ...demo,
  free: 'user_demo_talent_ruaa_al_kaabi',
  full: 'user_demo_talent_dj_noor_imad',
  refused: 'user_demo_refused_professional',
  waitingTalent: 'user_demo_waiting_talent',
  consented: 'user_demo_minor_with_consent',
  quiet: 'user_demo_omar_individual',
} as const;

/** What only a running stack knows. */
export type Found = {
  slug: string;
  serviceId: string;
  threadId: string;
  paymentId: string;
  documentId: string;
  operatorPaymentId: string;
  guardianLink: string | null;
};

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
/** Where the name of a piece stands differs from one language to the other. */
const pressNaming = (page: Page, label: (values: { name: string }) => string) => {
  const around = label({ name: '\n' })
    .split('\n')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return page
    .getByRole('button', { name: new RegExp(`^${around.join('.+')}$`) })
    .first()
    .click();
};

const account = (locale: Locale) => translator(locale, accountMessages[locale]);
const studio = (locale: Locale) => translator(locale, studioMessages[locale]);
const portfolio = (locale: Locale) => translator(locale, portfolioMessages[locale]);
const lists = (locale: Locale) => translator(locale, collectionsMessages[locale]);

/** A registration as far as its second page, for each kind of account. */
const registering = (kind: 'talent' | 'individual' | 'professional' | 'company' | 'agency'): Room => ({
  who: `new-${kind}`,
  path: 'onboarding/',
  async act(page, locale) {
    const t = translator(locale, onboardingMessages[locale]);
    const choice = page.getByRole('radio', { name: new RegExp(`^${t(`kind.${kind}`)}`) });
    const later = page.getByRole('button', { name: t('back'), exact: true });
    await choice.or(later).first().waitFor({ state: 'attached' });
    if ((await choice.count()) > 0) {
      await choice.check({ force: true });
      await press(page, t('next'));
    }
    await later.waitFor();
  },
});

const uploading: NonNullable<Room['act']> = async (page, locale) => {
  const t = portfolio(locale);
  // the bytes never arrive: a slow line
  await page.route(/\/(uploads|portfolio)\/.+/, (route) =>
    route.request().method() === 'PUT' ? undefined : route.continue(),
  );
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'wedding in the garden.jpg', mimeType: 'image/jpeg', buffer: await jpegFromAPhone() },
      { name: 'script.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload="alert(1)"></svg>') },
    ]);
  await page.getByRole('list', { name: t('uploads') }).waitFor();
};

export const roomsOf = (found: Found): Record<string, Room> => ({
  'dashboard-individual': { who: people.customer, path: 'dashboard/' },
  'dashboard-professional': { who: people.professional, path: 'dashboard/' },
  'dashboard-company': { who: people.company, path: 'dashboard/' },
  'dashboard-talent': { who: people.talent, path: 'dashboard/' },
  'dashboard-talent-free': { who: people.free, path: 'dashboard/' },
  'dashboard-agency': { who: people.agency, path: 'dashboard/' },
  'dashboard-minor': { who: people.minor, path: 'dashboard/' },
  'dashboard-waiting': { who: people.waiting, path: 'dashboard/' },
  'dashboard-refused': { who: people.refused, path: 'dashboard/' },
  'dashboard-operator': { who: people.operator, path: 'dashboard/' },

  profile: { who: people.talent, path: 'profile/' },
  'profile-new': { who: people.waitingTalent, path: 'profile/' },
  'profile-minor': { who: people.minor, path: 'profile/' },
  'profile-service': {
    who: people.talent,
    path: 'profile/#services',
    act: (page, locale) => press(page, account(locale)('service.add')),
  },
  'profile-credit': {
    who: people.talent,
    path: 'profile/#credits',
    act: (page, locale) => press(page, studio(locale)('credits.add')),
  },
  'profile-unsaved': {
    who: people.talent,
    path: 'profile/',
    async act(page, locale) {
      await page.locator('#words').getByLabel(account(locale)('profile.headline')).fill('Write to me: z@example.com');
      await page.locator('#words form button[type=submit]').click();
      await page.locator('#words').getByText(studio(locale)('wrong.contact')).waitFor();
    },
  },
  'preview-own': { who: people.talent, path: `talent/${found.slug}/` },
  'preview-visitor': { who: people.talent, path: `talent/${found.slug}/?as=visitor` },
  'preview-member': { who: people.talent, path: `talent/${found.slug}/?as=member` },
  'preview-subscriber': { who: people.talent, path: `talent/${found.slug}/?as=subscriber` },
  'talent-as-member': { who: people.customer, path: `talent/${found.slug}/` },

  portfolio: { who: people.talent, path: 'profile/portfolio/' },
  'portfolio-empty': { who: people.minor, path: 'profile/portfolio/' },
  'portfolio-uploading': { who: people.free, path: 'profile/portfolio/', act: uploading },
  'portfolio-full': { who: people.full, path: 'profile/portfolio/' },
  'portfolio-edit': {
    who: people.talent,
    path: 'profile/portfolio/',
    act: (page, locale) => pressNaming(page, (values) => portfolio(locale)('edit', values)),
  },
  'portfolio-link': {
    who: people.talent,
    path: 'profile/portfolio/',
    act: (page, locale) => press(page, portfolio(locale)('addLink')),
  },

  calendar: { who: people.talent, path: 'calendar/' },
  'calendar-new': { who: people.waitingTalent, path: 'calendar/' },

  discover: { who: people.customer, path: 'discover/' },
  'discover-none': { who: people.customer, path: 'discover/?q=xqzvwk&city=agadir&category=dj' },
  collections: { who: people.professional, path: 'collections/' },
  'collections-searches': { who: people.customer, path: 'collections/?tab=searches' },
  'collections-empty': { who: people.quiet, path: 'collections/' },
  'collections-searches-empty': { who: people.quiet, path: 'collections/?tab=searches' },
  'collections-company': { who: people.company, path: 'collections/' },
  collection: { who: people.professional, path: `collections/${id.collection}/` },
  'collections-add': {
    who: people.professional,
    path: `collections/?add=${found.slug}`,
    act: (page) => page.getByRole('dialog').waitFor(),
  },
  'collections-new': {
    who: people.professional,
    path: 'collections/',
    act: (page, locale) => press(page, lists(locale)('save.new')),
  },

  'registration-kind': { who: 'new-nobody', path: 'onboarding/' },
  'registration-talent': registering('talent'),
  'registration-individual': registering('individual'),
  'registration-professional': registering('professional'),
  'registration-company': registering('company'),
  'registration-agency': registering('agency'),
  account: { who: people.customer, path: 'account/' },
  'account-talent': { who: people.talent, path: 'account/' },
  'account-company': { who: people.company, path: 'account/' },
  'account-minor': { who: people.minor, path: 'account/' },
  'account-consented': { who: people.consented, path: 'account/' },
  'account-refused': { who: people.refused, path: 'account/' },
  ...(found.guardianLink && { guardian: { who: 'new-nobody', path: found.guardianLink } }),

  messages: { who: people.customer, path: 'messages/' },
  'messages-talent': { who: people.talent, path: 'messages/' },
  'messages-empty': { who: people.waiting, path: 'messages/' },
  thread: { who: people.customer, path: `messages/${found.threadId}/` },
  requests: { who: people.customer, path: 'requests/' },
  'requests-empty': { who: people.quiet, path: 'requests/' },
  'request-new': { who: people.customer, path: 'requests/new/' },
  request: { who: people.customer, path: `requests/${id.requestWithProposals}/` },
  'request-talent': { who: people.talent, path: `requests/${id.openRequest}/` },
  'request-thread': { who: people.customer, path: `requests/${id.requestWithProposals}/thread/` },
  board: { who: people.talent, path: 'providers/marketplace/' },
  bookings: { who: people.customer, path: 'bookings/' },
  'bookings-past': { who: people.talent, path: 'bookings/?group=past' },
  'bookings-empty': { who: people.waiting, path: 'bookings/' },
  'booking-requested': { who: people.talent, path: `bookings/${id.requestedToQuote}/` },
  'booking-quoted': { who: people.customer, path: `bookings/${id.quotedToAccept}/` },
  'booking-accepted': { who: people.customer, path: `bookings/${id.acceptedToPay}/` },
  'booking-paid': { who: people.customer, path: `bookings/${id.paidToTalk}/` },
  'booking-completed': { who: people.customer, path: `bookings/${id.completedToReview}/` },
  'booking-disputed': { who: people.talent, path: `bookings/${id.disputedToResolve}/` },
  book: { who: people.customer, path: `book/${found.serviceId}/` },
  contact: { who: people.customer, path: `contact/?talent=${found.slug}` },
  'contact-member': { who: people.professional, path: 'contact/?talent=sirwa-mahmoud' },
  checkout: { who: people.customer, path: `checkout/${id.acceptedToPay}/` },
  plan: { who: people.talent, path: 'plan/' },
  'plan-none': { who: people.customer, path: 'plan/' },
  'plan-professional': { who: people.professional, path: 'plan/' },
  buy: { who: people.free, path: 'buy/' },
  'buy-professional': { who: people.lapsedProfessional, path: 'buy/?product=professional' },
  payments: { who: people.customer, path: 'payments/' },
  payment: { who: people.customer, path: `payments/${found.paymentId}/` },
  receipt: { who: people.customer, path: `documents/${found.documentId}/` },
  earnings: { who: people.talent, path: 'earnings/' },
  notifications: { who: people.customer, path: 'notifications/' },
  photos: { who: people.talent, path: 'photos/' },
  team: { who: people.company, path: 'team/' },
  'team-agency': { who: people.agency, path: 'team/' },
  invitation: { who: people.invited, path: 'invitation/' },
  agents: { who: people.talent, path: 'agents/' },

  admin: { who: people.operator, path: 'admin/' },
  ...Object.fromEntries(
    [
      'accounts',
      'approvals',
      'cases',
      'commission',
      'deliveries',
      'disputes',
      'featured',
      'gateways',
      'inquiries',
      'ledger',
      'payments',
      'payouts',
      'reports',
      'requests',
      'subscriptions',
    ].map((room) => [`admin-${room}`, { who: people.operator, path: `admin/${room}/` }]),
  ),
  'admin-payment': { who: people.operator, path: `admin/payments/${found.operatorPaymentId}/` },
});
