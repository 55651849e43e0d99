import { bookingIs, bookingThread } from './cells-booking.ts';
import { contactId, contactIs, contactStandings, contactThread } from './cells-contact.ts';
import { inquiryId, inquiryIs, inquiryThread } from './cells-replying.ts';
import { touches, type AgreementCell } from './cell.ts';
import { agentKey, agentOf, ago, byLink, people, q, visitor, type Person } from './people.ts';

/** Who does it: the two whose conversations they are, in good standing or suspended, and everybody else. */
const doers = {
  visitor,
  holder: byLink(visitor),
  customer: people.professional,
  talent: people.talentFree,
  suspendedCustomer: people.customerSuspended,
  suspendedTalent: people.talentSuspended,
  otherCustomer: people.otherCustomer,
  otherTalent: people.otherTalent,
  admin: people.admin,
  newcomer: people.newcomer,
  agent: agentOf(people.talentFree),
  system: { ...visitor, name: 'the system', system: true },
} as const satisfies Record<string, Person>;
type Doer = keyof typeof doers;

/** By everybody, in the thread of the two strangers. */
const elsewhereSaid = 3 * Object.keys(people).length;
const accepted = contactStandings.find(({ state }) => state === 'accepted') ?? contactStandings[0];
const ids = {
  message: '0190d3a0-0000-7000-9500-000000000001',
  sent: '0190d3a0-0000-7000-9500-000000000002',
  waiting: '0190d3a0-0000-7000-9500-000000000003',
} as const;

/** One of each: an inquiry, a contact and a booking between the two, and all that hangs on them. */
function world(
  customer: Person,
  talent: Person,
  { disputed, reported }: { disputed: boolean; reported: boolean },
): string {
  const plain = {
    status: 'replied',
    spam: false,
    deleted: false,
    ended: false,
    held: false,
    answers: 1,
    followUps: 0,
  } as const;
  return `
    ${inquiryIs({ sender: customer, talent }, plain)}
    ${accepted ? contactIs(customer, talent, accepted) : ''}
    ${bookingIs({ customer, talent }, { state: disputed ? 'disputed' : 'paid', days: 1, counts: { customer: 1, talent: 1, quotes: 1 } })}
    insert into messages (id, thread_id, sender_id, body, sent_at) values (${q(ids.message)}, ${q(contactThread)}, ${q(talent.id)}, 'Gladly', ${q(ago(0))});
    insert into blocks (blocker_id, blocked_id) values (${q(customer.id)}, ${q(people.companyLapsed.id)}), (${q(talent.id)}, ${q(people.companyLapsed.id)});
    insert into reports (reporter_id, thread_id, reason, state, decided_at) values (${q(customer.id)}, ${q(contactThread)}, 'spam', ${reported ? `'open', null` : `'dismissed', ${q(ago(0))}`});
    insert into inquiry_spam_marks (inquiry_id, talent_user_id, email_hash) values (${q(inquiryId)}, ${q(talent.id)}, 'x');
    insert into contact_asks (contact_id, customer_id) values (${q(contactId)}, ${q(customer.id)});
    insert into thread_looks (thread_id, operator_id, reason) values (${q(contactThread)}, ${q(people.admin.id)}, 'asked to');
    insert into notifications (user_id, name, group_key) values (${q(customer.id)}, 'message', 'x'), (${q(talent.id)}, 'message', 'x');
    insert into attachments (id, thread_id, owner_id, message_id, position, name, type, size, state, storage, object_key, upload_until)
    values (${q(ids.sent)}, ${q(contactThread)}, ${q(talent.id)}, ${q(ids.message)}, 1, 'a.pdf', 'application/pdf', 10, 'ready', 'blobs', 'k', ${q(ago(0))}),
           (${q(ids.waiting)}, ${q(contactThread)}, ${q(talent.id)}, null, null, 'b.pdf', 'application/pdf', 10, 'ready', 'blobs', 'k', ${q(ago(0))});
    insert into reply_suggestions (thread_id, user_id, agent_key_id, based_on, text) values (${q(inquiryThread)}, ${q(talent.id)}, ${q(agentKey)}, ${q(inquiryId)}, 'Yes');`;
}

/** How many rows of the world above each may see or touch; nobody who is not named any. */
type Deed = {
  name: string;
  does: (me: string) => string;
  rows: Partial<Record<Doer, number>>;
  disputed?: boolean;
  reported?: boolean;
};

const both = { customer: 1, talent: 1, suspendedCustomer: 1, suspendedTalent: 1, agent: 1 } as const;
const times = <Rows extends Partial<Record<Doer, number>>>(rows: Rows, by: number) =>
  Object.fromEntries(Object.entries(rows).map(([who, count]) => [who, (count ?? 0) * by])) as Partial<
    Record<Doer, number>
  >;
const members = { customer: 1, talent: 1, otherCustomer: 1, otherTalent: 1, admin: 1 } as const;
const see = (what: string) => () => `select 1 from ${what}`;

/** Without a `where` that reads a column, so that a policy for changing answers alone, not with the one for seeing. */
const deeds: readonly Deed[] = [
  // what is elsewhere, between strangers, is seen by the system alone
  { name: 'sees threads', does: see('threads'), rows: { ...times(both, 3), system: 7 } },
  { name: 'sees inbox rows', does: see('thread_members'), rows: { ...times(both, 3), system: 12 } },
  {
    name: 'archives',
    does: () => 'update thread_members set archived_at = app.now()',
    rows: { customer: 3, talent: 3, suspendedCustomer: 3, suspendedTalent: 3, system: 12 },
  },
  { name: 'sees messages', does: see('messages'), rows: { ...times(both, 5), system: 5 + elsewhereSaid } },
  {
    name: 'takes words back',
    does: () => 'update messages set deleted_at = app.now()',
    rows: { customer: 3, talent: 2, system: 5 + elsewhereSaid },
  },
  {
    name: 'takes words back in a dispute',
    disputed: true,
    does: () => 'update messages set deleted_at = app.now()',
    rows: { system: 5 + elsewhereSaid },
  },
  {
    name: 'takes words back beside a dispute',
    disputed: true,
    does: () => `update messages set deleted_at = app.now() where thread_id = ${q(contactThread)}`,
    rows: { customer: 2, talent: 1, system: 3 },
  },
  {
    name: 'puts words into the other’s mouth',
    does: () =>
      `insert into messages (thread_id, sender_id, body) values (${q(bookingThread)}, ${q(people.professional.id)}, 'I agree')`,
    rows: { customer: 1 },
  },
  { name: 'sees contacts', does: see('contacts'), rows: { ...both, system: 2 } },
  {
    name: 'touches contacts',
    does: () => `update contacts set state = 'accepted'`,
    rows: { customer: 1, talent: 1, system: 2 },
  },
  {
    name: 'asks for contact in another’s name',
    does: () =>
      `insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name) values (${q(people.company.id)}, ${q(people.talentPro.talentId)}, ${q(people.talentPro.id)}, '', '')`,
    rows: {},
  },
  {
    name: 'asks one talent for contact on the page of another',
    does: (me) =>
      `insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name) values (${q(me)}, ${q(people.talentPro.talentId)}, ${q(people.talentAgency.id)}, '', '')`,
    rows: {},
  },
  {
    name: 'asks one talent on the page of another',
    does: (me) =>
      `insert into inquiries (talent_id, talent_user_id, sender_id, message, sender_name, sender_email, link_hash) values (${q(people.talentPro.talentId)}, ${q(people.talentAgency.id)}, ${q(me || null)}, 'Free?', 'S', 's@example.com', 'x')`,
    rows: {},
  },
  {
    name: 'says yes to themselves',
    does: (me) =>
      `insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name, state) values (${q(me)}, ${q(people.talentPro.talentId)}, ${q(people.talentPro.id)}, '', '', 'accepted')`,
    rows: {},
  },
  {
    name: 'sees blocks',
    does: see(`blocks where blocked_id = ${q(people.companyLapsed.id)}`),
    rows: { ...both, system: 3 },
  },
  {
    name: 'blocks',
    does: (me) => `insert into blocks (blocker_id, blocked_id) values (${q(me)}, ${q(people.individual.id)})`,
    rows: members,
  },
  {
    name: 'blocks in another’s name',
    does: () =>
      `insert into blocks (blocker_id, blocked_id) values (${q(people.individual.id)}, ${q(people.company.id)})`,
    rows: {},
  },
  {
    name: 'unblocks',
    does: () => 'delete from blocks',
    // whom everybody blocked, by account and by address, and one more of the two
    rows: {
      customer: 3,
      talent: 3,
      suspendedCustomer: 3,
      suspendedTalent: 3,
      otherCustomer: 2,
      otherTalent: 2,
      admin: 2,
      newcomer: 2,
    },
  },
  { name: 'sees reports', does: see('reports'), rows: { customer: 1, suspendedCustomer: 1, admin: 1, system: 1 } },
  {
    name: 'reports',
    does: (me) => `insert into reports (reporter_id, thread_id, reason) values (${q(me)}, ${q(bookingThread)}, 'spam')`,
    rows: { customer: 1, talent: 1 },
  },
  {
    name: 'reports in another’s name',
    does: () =>
      `insert into reports (reporter_id, thread_id, reason) values (${q(people.company.id)}, ${q(bookingThread)}, 'spam')`,
    rows: {},
  },
  { name: 'decides reports', does: () => `update reports set note = 'seen'`, rows: { system: 1 } },
  { name: 'sees inquiries', does: see('inquiries'), rows: { ...both, holder: 1, system: 2 } },
  { name: 'files inquiries', does: () => `update inquiries set is_spam = true`, rows: { talent: 1, system: 2 } },
  { name: 'removes inquiries', does: () => 'delete from inquiries', rows: { system: 2 } },
  { name: 'sees replies', does: see('inquiry_replies'), rows: { ...both, holder: 1, system: 2 } },
  { name: 'removes replies', does: () => 'delete from inquiry_replies', rows: { system: 2 } },
  {
    name: 'follows up in another’s name',
    does: () =>
      `insert into inquiry_replies (inquiry_id, author, sender_id, reply) values (${q(inquiryId)}, 'sender', ${q(people.professional.id)}, 'And?')`,
    rows: { customer: 1, system: 1 },
  },
  {
    name: 'answers in another’s name',
    does: () =>
      `insert into inquiry_replies (inquiry_id, author, sender_id, reply) values (${q(inquiryId)}, 'talent', ${q(people.talentFree.id)}, 'Yes')`,
    rows: { talent: 1, system: 1 },
  },
  {
    name: 'writes into an inquiry as neither of the two',
    does: (me) =>
      `insert into inquiry_replies (inquiry_id, author, sender_id, reply) values (${q(inquiryId)}, 'operator', ${q(me || null)}, 'Hear')`,
    rows: { system: 1 },
  },
  {
    name: 'asks in another’s name',
    does: () =>
      `insert into inquiries (talent_id, talent_user_id, sender_id, message, sender_name, sender_email, link_hash) values (${q(people.talentPro.talentId)}, ${q(people.talentPro.id)}, ${q(people.company.id)}, 'Free?', 'S', 's@example.com', 'x')`,
    rows: {},
  },
  { name: 'sees spam marks', does: see('inquiry_spam_marks'), rows: { system: 1 } },
  { name: 'sees asks', does: see('contact_asks'), rows: { system: 1 } },
  { name: 'forgets asks', does: () => 'delete from contact_asks', rows: { system: 1 } },
  { name: 'sees who looked', does: () => 'select thread_id from thread_looks', rows: { ...both, system: 1 } },
  {
    name: 'sees who looked while it is open',
    reported: true,
    does: () => 'select thread_id from thread_looks',
    rows: { system: 1 },
  },
  {
    name: 'writes down who looked',
    does: () =>
      `insert into thread_looks (thread_id, operator_id, reason) values (${q(contactThread)}, ${q(people.admin.id)}, 'asked to')`,
    rows: { system: 1 },
  },
  { name: 'sees notifications', does: see('notifications'), rows: { ...both, system: 2 } },
  {
    name: 'reads notifications',
    does: () => 'update notifications set read_at = app.now()',
    rows: { customer: 1, talent: 1, suspendedCustomer: 1, suspendedTalent: 1, system: 2 },
  },
  {
    name: 'sees attachments',
    does: () => 'select id from attachments',
    rows: { customer: 1, talent: 2, suspendedCustomer: 1, suspendedTalent: 2, agent: 2, system: 2 },
  },
  {
    name: 'sees attachments that were taken back',
    does: () => 'select id from attachments where message_id is null',
    rows: { talent: 1, suspendedTalent: 1, agent: 1, system: 1 },
  },
  {
    name: 'attaches',
    does: (me) =>
      `insert into attachments (thread_id, owner_id, name, type, size, storage, upload_until) values (${q(contactThread)}, ${q(me)}, 'c.pdf', 'application/pdf', 10, 'blobs', app.now())`,
    rows: { customer: 1, talent: 1 },
  },
  {
    name: 'attaches in another’s name',
    does: () =>
      `insert into attachments (thread_id, owner_id, name, type, size, storage, upload_until) values (${q(contactThread)}, ${q(people.professional.id)}, 'c.pdf', 'application/pdf', 10, 'blobs', app.now())`,
    rows: { customer: 1 },
  },
  {
    name: 'sends what is attached',
    does: () => `update attachments set message_id = ${q(ids.message)}, position = 2`,
    rows: { talent: 1, suspendedTalent: 1 },
  },
  {
    name: 'removes what is attached',
    does: () => 'delete from attachments',
    rows: { talent: 1, suspendedTalent: 1, system: 2 },
  },
  {
    name: 'sees what is proposed',
    does: see('reply_suggestions'),
    rows: { talent: 1, suspendedTalent: 1, agent: 1, system: 1 },
  },
  {
    name: 'proposes',
    does: (me) =>
      `insert into reply_suggestions (thread_id, user_id, agent_key_id, text) values (${q(contactThread)}, ${q(me)}, ${q(agentKey)}, 'Yes')`,
    rows: { agent: 1 },
  },
  {
    name: 'proposes in a foreign thread',
    does: () =>
      `insert into reply_suggestions (thread_id, user_id, agent_key_id, text) values (${q(contactThread)}, ${q(people.otherTalent.id)}, null, 'Yes')`,
    rows: {},
  },
  {
    name: 'decides on what is proposed',
    does: () => `update reply_suggestions set state = 'discarded', decided_at = app.now()`,
    rows: { talent: 1, suspendedTalent: 1 },
  },
  { name: 'removes what is proposed', does: () => 'delete from reply_suggestions', rows: { system: 1 } },
];

/** Each table, what is done to it, by everybody: what no rule of sending speaks about, and every policy must hold all the same. */
export function* deedCells(): Generator<AgreementCell> {
  for (const { name, does, rows, disputed = false, reported = false } of deeds) {
    for (const doer of Object.keys(doers) as Doer[]) {
      const actor: Person = doers[doer];
      const expected = rows[doer] ?? 0;
      const page = String(expected);
      yield {
        kind: 'deed',
        name: `${actor.name} ${name}`,
        actor,
        policy: 'full',
        arrange: world(
          doer === 'suspendedCustomer' ? people.customerSuspended : people.professional,
          doer === 'suspendedTalent' ? people.talentSuspended : people.talentFree,
          { disputed, reported },
        ),
        page,
        rule: () => page,
        ask: [does(actor.id ?? ''), []],
        agrees: touches(expected),
        call: null,
        apart: 0,
      };
    }
  }
}
