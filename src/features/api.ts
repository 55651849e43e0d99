import { accountRoutes } from './accounts/routes.ts';
import { agentRoutes } from './agents/routes.ts';
import { api } from './endpoint.ts';
import { attachmentRoutes } from './attachments/routes/files.ts';
import { attachmentUploadRoutes } from './attachments/routes/uploads.ts';
import { adminBookingRoutes, bookingRoutes } from './bookings/routes.ts';
import { bookingFileRoutes } from './calendar/routes/booking.ts';
import { calendarRoutes } from './calendar/routes/feed.ts';
import { collectionRoutes } from './collections/routes/lists.ts';
import { savedTalentSearchRoutes } from './collections/routes/searches.ts';
import { memberTalentRoutes, serviceRoutes, talentRoutes } from './discovery/routes.ts';
import { talentSearchRoutes } from './discovery/search/routes.ts';
import { documentRoutes } from './documents/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { adminInquiryRoutes, businessMessageRoutes, customerMessageRoutes } from './inquiries/routes/messages.ts';
import { clerkWebhookRoutes, identityRoutes } from './identity/routes.ts';
import { adminLedgerRoutes, earningsRoutes } from './ledger/routes.ts';
import { adminConversationRoutes, blockRoutes, reportRoutes } from './messaging/routes/conduct.ts';
import { contactRoutes } from './messaging/routes/contacts.ts';
import { threadRoutes } from './messaging/routes/threads.ts';
import { adminDeliveryRoutes, notificationRoutes } from './notifications/routes.ts';
import { adminPaymentRoutes, paymentRoutes, paymentWebhookRoutes } from './payments/routes.ts';
import { photoRoutes } from './photos/routes/api.ts';
import { whatsappWebhookRoutes } from './photos/routes/webhook.ts';
import { mediaRoutes } from './portfolio/routes/media.ts';
import { portfolioRoutes } from './portfolio/routes/portfolio.ts';
import { portfolioUploadRoutes } from './portfolio/routes/uploads.ts';
import { profileRoutes } from './profiles/routes.ts';
import { adminAccountRoutes } from './registration/routes/accounts.ts';
import { adminApprovalRoutes } from './registration/routes/admin.ts';
import { registrationRoutes } from './registration/routes/me.ts';
import { proposalRoutes } from './requests/routes/proposals.ts';
import { requestRoutes } from './requests/routes/requests.ts';
import { searchRoutes } from './requests/routes/searches.ts';
import { requestThreadRoutes } from './requests/routes/thread.ts';
import { adminRequestRoutes } from './requests/routes/admin.ts';
import { reviewRoutes } from './reviews/routes.ts';
import { adminFeaturedRoutes } from './showcase/routes/featured.ts';
import { adminSubscriptionRoutes, subscriptionRoutes } from './subscriptions/routes.ts';

const browserRoutes = api()
  .route('/', identityRoutes)
  .route('/', talentRoutes)
  .route('/', memberTalentRoutes)
  .route('/', serviceRoutes)
  .route('/', talentSearchRoutes)
  .route('/', collectionRoutes)
  .route('/', savedTalentSearchRoutes)
  // a draft is saved before it is through: the document's examples are sent in this order
  .route('/', registrationRoutes)
  .route('/', profileRoutes)
  .route('/', adminAccountRoutes)
  .route('/', adminApprovalRoutes)
  .route('/', bookingRoutes)
  .route('/', bookingFileRoutes)
  .route('/', calendarRoutes)
  .route('/', attachmentRoutes)
  .route('/', adminBookingRoutes)
  .route('/', threadRoutes)
  .route('/', contactRoutes)
  .route('/', blockRoutes)
  .route('/', reportRoutes)
  .route('/', adminConversationRoutes)
  .route('/', notificationRoutes)
  .route('/', adminDeliveryRoutes)
  .route('/', businessMessageRoutes)
  .route('/', customerMessageRoutes)
  .route('/', adminInquiryRoutes)
  .route('/', photoRoutes)
  .route('/', portfolioRoutes)
  .route('/', mediaRoutes)
  .route('/', reviewRoutes)
  .route('/', documentRoutes)
  .route('/', paymentRoutes)
  .route('/', adminPaymentRoutes)
  .route('/', earningsRoutes)
  .route('/', adminLedgerRoutes)
  .route('/', subscriptionRoutes)
  .route('/', adminSubscriptionRoutes)
  .route('/', adminRequestRoutes)
  .route('/', adminFeaturedRoutes)
  .route('/', agentRoutes)
  .route('/', requestThreadRoutes)
  .route('/', proposalRoutes)
  .route('/', searchRoutes)
  .route('/', accountRoutes)
  .route('/', requestRoutes);

/** What a browser calls; the typed client imports this type and nothing else. */
export type Api = typeof browserRoutes;

/** Every endpoint, for the API document: what browsers call, what gateways and Clerk call, what monitors call. */
export const everyRoute = () => [
  browserRoutes,
  attachmentUploadRoutes,
  portfolioUploadRoutes,
  paymentWebhookRoutes,
  whatsappWebhookRoutes,
  clerkWebhookRoutes(async () => null),
  healthRoutes,
];
