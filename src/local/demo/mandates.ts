import { createHash } from 'node:crypto';
import { demo, exampleIds } from '../../features/examples.ts';
import { colleagues, mailOf, talentUserId } from './accounts.ts';
import { idAt } from './chance.ts';
import type { DemoRows } from './rows.ts';

const day = 86_400_000;
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** The talents a director’s production house works for. */
export const rosterSlugs = ['mariam-yousif', 'tamara-al-khafaji'] as const;

/** A company with a colleague and an open invitation, an agency with a colleague, two talents and one who has not answered; and what they did. */
export function keepMandates(rows: DemoRows, today: Date): void {
  const ago = (days: number, minutes = 0) => new Date(today.getTime() - days * day + minutes * 60_000);
  for (const { id, handle, name, role, locale } of colleagues)
    rows.users.push({
      id,
      email: mailOf(handle),
      name,
      role,
      customerKind: role === 'customer' ? 'individual' : null,
      plan: null,
      membershipEndsAt: null,
      locale,
      timeZone: 'Asia/Baghdad',
      onboardedAt: role === null ? null : ago(96, 5),
      clerkUpdatedAt: ago(96),
      createdAt: ago(96),
      updatedAt: ago(96),
    });

  const place = (
    kind: 'seat' | 'roster',
    accountId: string,
    email: string,
    at: Date,
    answered: { by: string } | { example: string },
  ) => {
    const key = `mandate ${kind} ${accountId} ${email}`;
    const accepted = 'by' in answered;
    rows.mandates.push({
      id: accepted ? idAt(key, at.getTime() - today.getTime()) : answered.example,
      kind,
      accountId,
      email,
      personId: accepted ? answered.by : null,
      state: accepted ? 'accepted' : 'invited',
      tokenHash: digest(`the demo’s ${key}`),
      createdAt: at,
      invitedAt: at,
      acceptedAt: accepted ? new Date(at.getTime() + 90 * 60_000) : null,
    });
  };
  place('seat', demo.company, mailOf('rand-tigris'), ago(80), { by: demo.colleague });
  place('seat', demo.company, mailOf('hiwa-tigris'), ago(2, 600), { example: exampleIds.invitationToAccept });
  place('seat', demo.agency, mailOf('samer-house'), ago(90), { by: demo.agencyColleague });
  rosterSlugs.forEach((slug, at) =>
    place('roster', demo.agency, mailOf(slug), ago(88 - at * 9), { by: talentUserId(slug) }),
  );
  place('roster', demo.agency, mailOf('sirwa-mahmoud'), ago(1, 540), { example: exampleIds.invitationToDecline });

  const did = (
    days: number,
    action: string,
    subject: { kind: string; id: string | undefined },
    by: { account: string; member: string; kind: 'seat' | 'roster'; under: string },
  ) => {
    if (subject.id === undefined) return;
    const at = ago(days, 620);
    rows.auditLog.push({
      id: idAt(`deed ${by.member} ${action} ${days}`, at.getTime() - today.getTime()),
      at,
      actorId: by.account,
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      data: by,
    });
  };
  const bookingOf = (is: (booking: DemoRows['bookings'][number]) => boolean) => rows.bookings.findLast(is)?.id;
  const asCompany = { account: demo.company, member: demo.colleague, kind: 'seat', under: demo.company } as const;
  const companys = bookingOf(({ customerId }) => customerId === demo.company);
  did(9, 'requestBooking', { kind: 'bookings', id: companys }, asCompany);
  did(6, 'sendMessage', { kind: 'bookings', id: companys }, asCompany);
  const [first] = rosterSlugs;
  const asTalent = {
    account: talentUserId(first),
    member: demo.agencyColleague,
    kind: 'roster',
    under: demo.agency,
  } as const;
  const talents = bookingOf(({ talentUserId: id }) => id === talentUserId(first));
  did(12, 'sendQuote', { kind: 'bookings', id: talents }, asTalent);
  did(4, 'updateProfile', { kind: 'profile', id: talentUserId(first) }, asTalent);
}
