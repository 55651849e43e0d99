/**
 * The demo people and bookings that the API's examples speak of (src/local/demo makes them). `@+10d` is replaced by an
 * instant that far ahead when the document is made, so that an example never goes stale.
 */
export const exampleIds = {
  service: '0190d3a0-0000-7000-8000-000000000001',
  requestedToQuote: '0190d3a0-0000-7000-8000-000000000010',
  requestedToDecline: '0190d3a0-0000-7000-8000-000000000011',
  requestedToWithdraw: '0190d3a0-0000-7000-8000-000000000012',
  quotedToAccept: '0190d3a0-0000-7000-8000-000000000013',
  quotedToChange: '0190d3a0-0000-7000-8000-000000000014',
  acceptedToPay: '0190d3a0-0000-7000-8000-000000000015',
  paidToComplete: '0190d3a0-0000-7000-8000-000000000016',
  paidToTalk: '0190d3a0-0000-7000-8000-000000000017',
  completedToReview: '0190d3a0-0000-7000-8000-000000000018',
  subscriptionToEnd: '0190d3a0-0000-7000-8000-000000000019',
  paidToCancel: '0190d3a0-0000-7000-8000-00000000001a',
  paidToDispute: '0190d3a0-0000-7000-8000-00000000001b',
  disputedToResolve: '0190d3a0-0000-7000-8000-00000000001c',
  threadToTalk: '0190d3a0-0000-7000-8000-000000000021',
  messageToRead: '0190d3a0-0000-7000-8000-000000000020',
  paymentToRefund: '019067d8-2460-7ddd-bd9b-4c4ca95cdbea',
  refundToSettle: '0190d3a0-0000-7000-8000-000000000040',
  refundToFail: '0190d3a0-0000-7000-8000-000000000041',
  caseToClose: '0190d3a0-0000-7000-8000-000000000042',
  attachmentToComplete: '0190d3a0-0000-7000-8000-000000000061',
  payoutToSettle: '0190d3a0-0000-7000-8000-000000000030',
  payoutToCancel: '0190d3a0-0000-7000-8000-000000000031',
  endpointToChange: '0190d3a0-0000-7000-8000-000000000050',
  assistantConversation: '0190d3a0-0000-7000-8000-000000000051',
} as const;

/** The demo people who may send the examples as they stand. */
export const demo = {
  customer: 'user_demo_sara_individual',
  talent: 'user_demo_talent_photographer',
  newcomer: 'user_demo_newcomer',
  professional: 'user_demo_munaf_professional',
  lapsedProfessional: 'user_demo_parwin_professional_lapsed',
  operator: 'user_demo_admin_hala',
} as const;
