import type {
  assistantConversations,
  assistantMessages,
  webhookEndpoints,
  webhookSecrets,
} from '../../db/schema/agents.ts';
import type { availabilityTerms } from '../../db/schema/calendar.ts';
import type { mandates } from '../../db/schema/accounts.ts';
import type { attachments } from '../../db/schema/attachments.ts';
import type { bookingEvents, bookingQuotes, bookings, reviews } from '../../db/schema/bookings.ts';
import type { collectionItems, collections, talentSearches, talentSearchHits } from '../../db/schema/collections.ts';
import type { documents, documentSeries } from '../../db/schema/documents.ts';
import type { inquiries, inquiryReplies } from '../../db/schema/inquiries.ts';
import type { ledgerEntries, ledgerLines, payoutAccounts, payoutBatches, payouts } from '../../db/schema/ledger.ts';
import type { contacts, messages, reports, threadMembers, threads } from '../../db/schema/messaging.ts';
import type { notifications } from '../../db/schema/notifications.ts';
import type { auditLog } from '../../db/schema/operations.ts';
import type { photoRequests, servicePhotos, whatsappNumbers } from '../../db/schema/photos.ts';
import type { moneyCases, paymentAttempts, paymentNotices, payments, refunds } from '../../db/schema/payments.ts';
import type { castingAttributes } from '../../db/schema/casting.ts';
import type {
  availabilityExceptions,
  availabilityRules,
  portfolioItems,
  services,
  talentProfiles,
} from '../../db/schema/profiles.ts';
import type { accountDetails, guardians, talentPrivate } from '../../db/schema/registration.ts';
import type { proposals, requestDetails, requests, requestUnlocks, savedSearches } from '../../db/schema/requests.ts';
import type { creditLines, subscriptions } from '../../db/schema/subscriptions.ts';
import type { featuredTalents } from '../../db/schema/showcase.ts';
import type { users } from '../../db/schema/users.ts';

/** All there is to load, table by table, in the order it can be inserted. */
export type DemoRows = {
  users: (typeof users.$inferInsert)[];
  subscriptions: (typeof subscriptions.$inferInsert)[];
  mandates: (typeof mandates.$inferInsert)[];
  creditLines: (typeof creditLines.$inferInsert)[];
  accountDetails: (typeof accountDetails.$inferInsert)[];
  guardians: (typeof guardians.$inferInsert)[];
  talentPrivate: (typeof talentPrivate.$inferInsert)[];
  talentProfiles: (typeof talentProfiles.$inferInsert)[];
  services: (typeof services.$inferInsert)[];
  portfolioItems: (typeof portfolioItems.$inferInsert)[];
  castingAttributes: (typeof castingAttributes.$inferInsert)[];
  featuredTalents: (typeof featuredTalents.$inferInsert)[];
  availabilityRules: (typeof availabilityRules.$inferInsert)[];
  availabilityExceptions: (typeof availabilityExceptions.$inferInsert)[];
  availabilityTerms: (typeof availabilityTerms.$inferInsert)[];
  requests: (typeof requests.$inferInsert)[];
  requestDetails: (typeof requestDetails.$inferInsert)[];
  requestUnlocks: (typeof requestUnlocks.$inferInsert)[];
  proposals: (typeof proposals.$inferInsert)[];
  savedSearches: (typeof savedSearches.$inferInsert)[];
  collections: (typeof collections.$inferInsert)[];
  collectionItems: (typeof collectionItems.$inferInsert)[];
  talentSearches: (typeof talentSearches.$inferInsert)[];
  talentSearchHits: (typeof talentSearchHits.$inferInsert)[];
  bookings: (typeof bookings.$inferInsert)[];
  bookingQuotes: (typeof bookingQuotes.$inferInsert)[];
  bookingEvents: (typeof bookingEvents.$inferInsert)[];
  contacts: (typeof contacts.$inferInsert)[];
  inquiries: (typeof inquiries.$inferInsert)[];
  inquiryReplies: (typeof inquiryReplies.$inferInsert)[];
  threads: (typeof threads.$inferInsert)[];
  threadMembers: (typeof threadMembers.$inferInsert)[];
  messages: (typeof messages.$inferInsert)[];
  reports: (typeof reports.$inferInsert)[];
  attachments: (typeof attachments.$inferInsert)[];
  photoRequests: (typeof photoRequests.$inferInsert)[];
  servicePhotos: (typeof servicePhotos.$inferInsert)[];
  whatsappNumbers: (typeof whatsappNumbers.$inferInsert)[];
  payments: (typeof payments.$inferInsert)[];
  paymentAttempts: (typeof paymentAttempts.$inferInsert)[];
  paymentNotices: (typeof paymentNotices.$inferInsert)[];
  documentSeries: (typeof documentSeries.$inferInsert)[];
  documents: (typeof documents.$inferInsert)[];
  refunds: (typeof refunds.$inferInsert)[];
  moneyCases: (typeof moneyCases.$inferInsert)[];
  ledgerEntries: (typeof ledgerEntries.$inferInsert)[];
  ledgerLines: (typeof ledgerLines.$inferInsert)[];
  payoutAccounts: (typeof payoutAccounts.$inferInsert)[];
  payoutBatches: (typeof payoutBatches.$inferInsert)[];
  payouts: (typeof payouts.$inferInsert)[];
  reviews: (typeof reviews.$inferInsert)[];
  auditLog: (typeof auditLog.$inferInsert)[];
  webhookEndpoints: (typeof webhookEndpoints.$inferInsert)[];
  webhookSecrets: (typeof webhookSecrets.$inferInsert)[];
  assistantConversations: (typeof assistantConversations.$inferInsert)[];
  assistantMessages: (typeof assistantMessages.$inferInsert)[];
  notifications: (typeof notifications.$inferInsert)[];
};

export const noRows = (): DemoRows => ({
  users: [],
  subscriptions: [],
  mandates: [],
  creditLines: [],
  accountDetails: [],
  guardians: [],
  talentPrivate: [],
  talentProfiles: [],
  services: [],
  portfolioItems: [],
  castingAttributes: [],
  featuredTalents: [],
  availabilityRules: [],
  availabilityExceptions: [],
  availabilityTerms: [],
  requests: [],
  requestDetails: [],
  requestUnlocks: [],
  proposals: [],
  savedSearches: [],
  collections: [],
  collectionItems: [],
  talentSearches: [],
  talentSearchHits: [],
  bookings: [],
  bookingQuotes: [],
  bookingEvents: [],
  contacts: [],
  inquiries: [],
  inquiryReplies: [],
  threads: [],
  threadMembers: [],
  messages: [],
  reports: [],
  attachments: [],
  photoRequests: [],
  servicePhotos: [],
  whatsappNumbers: [],
  payments: [],
  paymentAttempts: [],
  paymentNotices: [],
  documentSeries: [],
  documents: [],
  refunds: [],
  moneyCases: [],
  ledgerEntries: [],
  ledgerLines: [],
  payoutAccounts: [],
  payoutBatches: [],
  payouts: [],
  reviews: [],
  auditLog: [],
  webhookEndpoints: [],
  webhookSecrets: [],
  assistantConversations: [],
  assistantMessages: [],
  notifications: [],
});
