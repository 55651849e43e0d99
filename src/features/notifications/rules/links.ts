/** What a line in the house is about. */
export type About = {
  name: string;
  threadId: string | null;
  bookingId: string | null;
  inquiryId: string | null;
  paymentId: string | null;
  requestId: string | null;
};

/** Where a line leads, behind the language: to the thing that can be done next. */
export function pathOf(about: About): string {
  const { name } = about;
  if (name === 'cases.operator') return '/admin/cases/';
  if (name === 'dispute.operator') return '/admin/disputes/';
  if (name === 'approval.operator') return '/admin/approvals/';
  if (name === 'account.approved') return '/dashboard/';
  if (name.startsWith('account.') || name.startsWith('guardian.')) return '/account/';
  if (name.startsWith('subscription.') || name.startsWith('credits.'))
    return name === 'subscription.expired' ? '/pricing/' : '/plan/';
  if (name.startsWith('photos.')) return '/photos/';
  if (name === 'board.returned') return '/plan/';
  if (name === 'talents.found') return '/collections/?tab=searches';
  if (about.bookingId !== null) return `/bookings/${about.bookingId}/`;
  if (about.threadId !== null) return `/messages/${about.threadId}/`;
  if (about.requestId !== null) return `/requests/${about.requestId}/`;
  if (about.paymentId !== null) return '/payments/';
  return '/notifications/';
}
