import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, planted, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import type { Ctx } from '../ctx.ts';
import { inquiryLimits } from '../messaging/rules/inquiries.ts';
import { ask, linkTo, type Asked } from './ask.ts';
import { endByLink, getConversation, readConversation } from './conversation.ts';
import { issueForm } from './form.ts';
import * as inbox from './inbox.ts';
import { discardMessage, listHeldMessages, releaseMessage } from './review.ts';
import { listMessagesQuery } from './schema.ts';
import { followUp, replyToMessage, writeInInquiry } from './talk.ts';
import { tendInquiries } from './tend.ts';

let database: TestDatabase;
let stage: Stage;
const start = new Date('2026-03-02T09:00:00Z');
const hour = 3_600_000;
const operator = 'user_operator';
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'op@example.com', 'Hala', 'admin', now())`,
    [operator],
  );
  stage = stageOn(database, start);
});
afterEach(async () => {
  await database.query('delete from inquiries');
  await database.query('delete from inquiry_spam_marks');
  await database.query('delete from blocks');
  await database.query('delete from outbox');
  await database.query(
    `update talent_profiles set inquiries_from = 'everyone', published_at = '2026-02-01T08:00:00Z' where id = any($1)`,
    [[talentIds.zainab, talentIds.omar]],
  );
  stage.now = start;
  stage.policy = 'full';
});
afterAll(() => database.close());

/** What a page would send: its form was given out a minute ago. */
const question = (more: Partial<Asked> = {}): Asked => ({
  recipient: talentIds.zainab,
  listing: null,
  subject: 'A wedding in May',
  message: 'Are you free on the second Friday of May?',
  senderName: 'Layla Hassan',
  senderEmail: 'layla@example.com',
  senderPhone: null,
  website: undefined,
  network: '203.0.113.7',
  formToken: undefined,
  ...more,
});
const formGivenOut = (ago = 60_000): string => {
  const at = stage.now;
  stage.now = new Date(at.getTime() - ago);
  const { formToken } = issueForm(stage.as(null));
  stage.now = at;
  return formToken;
};
const visitorAsks = (more: Partial<Asked> = {}) => {
  const ctx = stage.as(null);
  const asked = question({ formToken: formGivenOut(), ...more });
  return ctx.doors.asVisitor().write((tx) => ask(ctx, tx, asked));
};
const memberAsks = (userId: string, more: Partial<Asked> = {}) =>
  as(userId, (ctx, tx) => ask(ctx, tx, question({ senderName: undefined, senderEmail: undefined, ...more })));
const as = <T>(userId: string, work: (ctx: Ctx, tx: Tx) => Promise<T>): Promise<T> => {
  const ctx = stage.as(userId, `${userId}@example.com`);
  return ctx.doors.asUser({ userId }).write((tx) => work(ctx, tx));
};
const asOperator = <T>(work: (ctx: Ctx, tx: Tx) => Promise<T>): Promise<T> => {
  const ctx = stage.as(operator);
  return ctx.doors.asSystem('test').write((tx) => work(ctx, tx));
};
const answer = (messageId: string, reply = 'Yes, I am.') =>
  as(cast.zainab, (ctx, tx) => replyToMessage(ctx, tx, { messageId, reply }));
const byLink = (messageId: string, reply: string) => {
  const ctx = stage.as(null);
  const { word } = linkTo(ctx, messageId);
  return ctx.doors.asVisitor({ link: word }).write((tx) => followUp(ctx, tx, { messageId, reply }));
};
const listOf = (userId: string, query: Record<string, unknown> = {}) =>
  inbox.listBusinessMessages(stage.as(userId), listMessagesQuery.parse(query));
const open = (userId: string, messageId: string, peek = false) =>
  inbox.getBusinessMessage(stage.as(userId), { messageId, peek });
const file = (
  messageId: string,
  wish: { status?: 'unread' | 'read' | 'replied' | 'archived'; isSpam?: boolean },
  by: string = cast.zainab,
) => as(by, (ctx, tx) => inbox.fileBusinessMessage(ctx, tx, { messageId, ...wish }));
const remove = (messageId: string, by: string = cast.zainab) =>
  as(by, (ctx, tx) => inbox.deleteBusinessMessage(ctx, tx, { messageId }));
/** The code a refusal has, and what else it says. */
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    },
  );
const later = (ms: number) => (stage.now = new Date(stage.now.getTime() + ms));
const news = async () =>
  (await database.query<{ kind: string }>('select kind from outbox order by id')).map(({ kind }) => kind);

describe('asking', () => {
  test('a visitor asks, the talent has it unread, and both are told', async () => {
    const sent = await visitorAsks({ listing: serviceIds.zainabWedding });
    expect(sent).toMatchObject({ answersTo: 'layla@example.com', joined: false });
    const { items, unread } = await listOf(cast.zainab);
    expect(unread).toBe(1);
    expect(items).toMatchObject([
      {
        id: sent.messageId,
        sender: null,
        senderName: 'Layla Hassan',
        listing: { id: serviceIds.zainabWedding, title: { en: 'Wedding day' } },
        status: 'unread',
        isArchived: false,
        isSpam: false,
        readAt: null,
      },
    ]);
    expect((await news()).sort()).toEqual(['inquiry.confirm', 'inquiry.received']);
  });

  test('a member asks with their own name and address, whatever the body says', async () => {
    const sent = await memberAsks(cast.sara, { senderEmail: 'other@example.com' });
    const [kept] = await database.query<{ sender_id: string; sender_email: string; form_key: string | null }>(
      'select sender_id, sender_email, form_key from inquiries where id = $1',
      [sent.messageId],
    );
    expect(kept).toEqual({ sender_id: cast.sara, sender_email: `sara-${planted}@example.com`, form_key: null });
  });

  test('contact details are masked for the talent; the address and the number never reach them', async () => {
    const sent = await visitorAsks({
      subject: 'Call 0770 123 4567',
      message: 'Write to me at layla@example.com or see example.com/layla',
      senderPhone: '+964 770 999 8877',
    });
    const seen = JSON.stringify([await open(cast.zainab, sent.messageId), await listOf(cast.zainab)]);
    expect(seen).not.toMatch(/layla@|4567|example\.com|8877/);
    expect(seen).toContain('•••');
  });

  test.each([
    ['a talent', () => memberAsks(cast.omar), 'role_not_allowed'],
    ['somebody signed in who is nothing yet', () => memberAsks(cast.stranger), 'onboarding_required'],
    ['a suspended account', () => memberAsks(cast.gone), 'account_suspended'],
    ['of nobody', () => visitorAsks({ recipient: '0190d3a0-0000-7000-9000-0000000000ff' }), 'not_found'],
    ['of a draft', () => visitorAsks({ recipient: talentIds.nour }), 'not_accepting'],
    ['of a suspended talent', () => visitorAsks({ recipient: talentIds.gone }), 'not_accepting'],
    ['about another’s service', () => visitorAsks({ listing: serviceIds.omarParty }), 'invalid'],
    ['about a retired service', () => visitorAsks({ listing: serviceIds.zainabRetired }), 'invalid'],
    ['without a name', () => visitorAsks({ senderName: undefined }), 'invalid'],
    ['without a form', () => visitorAsks({ formToken: undefined }), 'unauthenticated'],
    ['with a forged form', () => visitorAsks({ formToken: formGivenOut().slice(0, -2) + 'xx' }), 'unauthenticated'],
    ['with a hasty form', () => visitorAsks({ formToken: formGivenOut(1_500) }), 'slow_down'],
    ['with a stale form', () => visitorAsks({ formToken: formGivenOut(3 * hour) }), 'unauthenticated'],
  ])('%s is refused', async (_what, work, code) => expect(await refusal(work())).toBe(code));

  test.each([
    ['everyone', 'ok', 'ok', 'ok'],
    ['members', 'unauthenticated', 'ok', 'ok'],
    ['subscribers', 'unauthenticated', 'upgrade_required', 'ok'],
    ['nobody', 'not_accepting', 'not_accepting', 'not_accepting'],
  ] as const)('takes them from %s', async (audience, visitor, individual, member) => {
    await database.query(
      `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
       values ($1, 'company', 'month', 1, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01') on conflict do nothing`,
      [cast.acme],
    );
    await database.query('update talent_profiles set inquiries_from = $1 where id = $2', [audience, talentIds.zainab]);
    const code = (work: Promise<unknown>) =>
      refusal(work).then((said) => (said === 'nothing was refused' ? 'ok' : said));
    expect([await code(visitorAsks()), await code(memberAsks(cast.sara)), await code(memberAsks(cast.acme))]).toEqual([
      visitor,
      individual,
      member,
    ]);
  });

  test.each(['casting', 'request_only'] as const)('there are none at all where the policy is %s', async (policy) => {
    stage.policy = policy;
    expect(await refusal(visitorAsks())).toBe('not_found');
  });

  test('whoever is blocked, by account or by address, is told what everybody hears', async () => {
    await database.query('insert into blocks (blocker_id, blocked_email) values ($1, $2)', [
      cast.zainab,
      'layla@example.com',
    ]);
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.zainab, cast.sara]);
    expect(await refusal(visitorAsks({ senderEmail: 'Layla@Example.com' }))).toBe('blocked');
    expect(await refusal(memberAsks(cast.sara))).toBe('blocked');
  });

  test('one form is one question, however often it is sent', async () => {
    const formToken = formGivenOut();
    const sent = await Promise.all([1, 2, 3, 4].map(() => visitorAsks({ formToken })));
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await listOf(cast.zainab)).items).toHaveLength(1);
    expect(await refusal(visitorAsks({ formToken, message: 'Something else altogether' }))).toBe(
      'idempotency_mismatch',
    );
  });

  test('a second question within a day joins the first, though nobody has answered; a day later it is a new one', async () => {
    const first = await visitorAsks();
    await open(cast.zainab, first.messageId);
    later(hour);
    const second = await visitorAsks({ message: 'And on the third?', subject: 'One more' });
    expect(second).toMatchObject({ messageId: first.messageId, joined: true });
    const seen = await open(cast.zainab, first.messageId, true);
    expect(seen).toMatchObject({
      status: 'unread',
      replies: [{ author: 'sender', reply: 'One more\n\nAnd on the third?' }],
    });
    later(24 * hour);
    expect((await visitorAsks()).joined).toBe(false);
  });

  test('what joins by a form is added once', async () => {
    await visitorAsks();
    const formToken = formGivenOut();
    await Promise.all([1, 2, 3].map(() => visitorAsks({ formToken, message: 'And on the third?' })));
    const { items } = await listOf(cast.zainab);
    expect((await open(cast.zainab, items[0]?.id ?? '')).replies).toHaveLength(1);
  });

  test('ten at once by one visitor: three are taken, the rest told to wait', async () => {
    const talents = [talentIds.zainab, talentIds.omar];
    const said = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        refusal(visitorAsks({ recipient: talents[n % 2] ?? talentIds.zainab, message: `Question ${n}` })),
      ),
    );
    expect(said.filter((code) => code === 'nothing was refused')).toHaveLength(inquiryLimits.visitorPerDay);
    expect(said.filter((code) => code === 'slow_down')).toHaveLength(10 - inquiryLimits.visitorPerDay);
  });

  test('ten at once from one network under ten names: three are taken', async () => {
    const said = await Promise.all(
      Array.from({ length: 10 }, (_, n) => refusal(visitorAsks({ senderEmail: `layla${n}@example.com` }))),
    );
    expect(said.filter((code) => code === 'nothing was refused')).toHaveLength(inquiryLimits.visitorPerDay);
    expect(await listOf(cast.zainab)).toMatchObject({ unread: inquiryLimits.visitorPerDay });
  });

  test('twelve at once by a member: ten are taken; a day after the first the next may follow, and the refusal says when', async () => {
    const said = await Promise.all(
      Array.from({ length: 12 }, (_, n) => refusal(memberAsks(cast.sara, { message: `Question ${n}` }))),
    );
    expect(said.filter((code) => code === 'nothing was refused')).toHaveLength(inquiryLimits.memberPerDay);
    later(23 * hour);
    const refused = await memberAsks(cast.sara).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'slow_down', details: { retryAfter: 3600 } });
    later(hour + 1);
    expect(await refusal(memberAsks(cast.sara))).toBe('nothing was refused');
  });

  test('the cap holds for whoever writes past the verb', async () => {
    for (const n of [1, 2, 3]) await visitorAsks({ senderEmail: `layla${n}@example.com` });
    const ctx = stage.as(null);
    const direct = ctx.doors.asVisitor().write((tx) =>
      tx.execute(sql`insert into inquiries (talent_id, talent_user_id, message, sender_name, sender_email, link_hash, ip_hash)
        values (${talentIds.zainab}, ${cast.zainab}, 'hi', 'L', 'fourth@example.com', 'x', ${ctx.ports.secretFor('network', '203.0.113.7')})`),
    );
    await expect(direct).rejects.toMatchObject({ cause: { constraint: 'inquiries_keep_to_the_cap' } });
  });
});

describe('the talent’s inbox', () => {
  test('opening marks it read once; a peek does not; reading an answered one changes nothing', async () => {
    const { messageId } = await visitorAsks();
    expect(await open(cast.zainab, messageId, true)).toMatchObject({ status: 'unread', readAt: null });
    expect(await open(cast.zainab, messageId)).toMatchObject({ status: 'read', readAt: start.toISOString() });
    await answer(messageId);
    expect(await open(cast.zainab, messageId)).toMatchObject({
      status: 'replied',
      lastReplyAt: start.toISOString(),
      repliesCount: 1,
    });
    expect(await file(messageId, { status: 'read' })).toMatchObject({ status: 'replied' });
  });

  test('filing by hand, step by step', async () => {
    const { messageId } = await visitorAsks();
    expect(await file(messageId, { status: 'archived' })).toMatchObject({ status: 'archived', isArchived: true });
    expect(await open(cast.zainab, messageId)).toMatchObject({ status: 'archived' });
    expect(await refusal(file(messageId, { status: 'replied' }))).toBe('wrong_state');
    expect(await file(messageId, { status: 'read' })).toMatchObject({ status: 'read', isArchived: false });
    expect(await file(messageId, { status: 'unread' })).toMatchObject({ status: 'unread' });
    await file(messageId, { status: 'archived' });
    await answer(messageId);
    expect(await open(cast.zainab, messageId)).toMatchObject({ status: 'replied' });
    await file(messageId, { status: 'archived' });
    expect(await file(messageId, { status: 'replied' })).toMatchObject({ status: 'replied' });
  });

  test('spam leaves the count and the list, cannot be answered, and comes back', async () => {
    const { messageId } = await visitorAsks();
    expect(await file(messageId, { isSpam: true })).toMatchObject({
      isSpam: true,
      canReply: false,
      whyNot: 'inquiry_spam',
    });
    expect(await listOf(cast.zainab)).toMatchObject({ items: [], unread: 0 });
    expect((await listOf(cast.zainab, { spam: 'true' })).items).toHaveLength(1);
    expect(await open(cast.zainab, messageId)).toMatchObject({ status: 'unread' });
    expect(await refusal(answer(messageId))).toBe('inquiry_spam');
    await file(messageId, { isSpam: false });
    expect((await listOf(cast.zainab)).unread).toBe(1);
  });

  test('deleted it is gone at once, for good after thirty days, unless an open report holds it', async () => {
    const { messageId } = await visitorAsks();
    const kept = await memberAsks(cast.sara);
    await remove(messageId);
    await remove(kept.messageId);
    expect(await refusal(open(cast.zainab, messageId))).toBe('not_found');
    expect(await refusal(answer(messageId))).toBe('not_found');
    expect(await refusal(remove(messageId))).toBe('not_found');
    await database.query(
      `insert into reports (reporter_id, thread_id, reason) select $1, t.id, 'spam' from threads t where t.inquiry_id = $2`,
      [cast.zainab, kept.messageId],
    );
    later(29 * 24 * hour);
    expect(await tendInquiries(stage.as(null))).toMatchObject({ erased: 0, blanked: 0 });
    later(2 * 24 * hour);
    expect(await tendInquiries(stage.as(null))).toMatchObject({ erased: 1, blanked: 0 });
    await database.query(`update reports set state = 'dismissed', decided_at = now(), decided_by = $1`, [operator]);
    expect(await tendInquiries(stage.as(null))).toMatchObject({ erased: 0, blanked: 1 });
    expect(await tendInquiries(stage.as(null))).toMatchObject({ erased: 0, blanked: 0 });
    const left = await database.query<{ id: string; message: string; sender_email: string }>(
      'select id, message, sender_email from inquiries',
    );
    expect(left).toEqual([{ id: kept.messageId, message: '…', sender_email: '' }]);
    await database.query('delete from reports');
  });

  test('filters give exact sets, pages do not overlap, counts are by listing', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const asked = await visitorAsks({
        senderEmail: `guest${n}@example.com`,
        network: `203.0.113.${n}`,
        listing: n % 2 === 0 ? serviceIds.zainabWedding : null,
        message: n === 3 ? 'About the henna night' : 'A question',
      });
      ids.push(asked.messageId);
      later(24 * hour);
    }
    const all = ids.toReversed();
    const got = async (query: Record<string, unknown>) => (await listOf(cast.zainab, query)).items.map(({ id }) => id);
    expect(await got({})).toEqual(all);
    expect(await got({ listing: serviceIds.zainabWedding })).toEqual(all.filter((_, n) => n % 2 === 0));
    expect(await got({ listing: 'general' })).toEqual(all.filter((_, n) => n % 2 === 1));
    expect(await got({ from: '2026-03-04', to: '2026-03-05' })).toEqual([ids[3], ids[2]]);
    expect(await got({ from: '2026-03-08T09:00:00Z' })).toEqual([ids[6]]);
    expect(await got({ q: 'HENNA' })).toEqual([ids[3]]);
    expect(await got({ q: '%' })).toEqual([]);
    await open(cast.zainab, ids[0] ?? '');
    expect(await got({ status: 'read' })).toEqual([ids[0]]);
    const first = await listOf(cast.zainab, { limit: 3 });
    const second = await listOf(cast.zainab, { limit: 3, cursor: first.nextCursor });
    const third = await listOf(cast.zainab, { limit: 3, cursor: second.nextCursor });
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(all);
    expect(third.nextCursor).toBeNull();
    const counts = await inbox.countUnreadMessages(stage.as(cast.zainab));
    expect(counts.total).toBe(6);
    expect(new Map(counts.byListing.map(({ listing, unread }) => [listing, unread]))).toEqual(
      new Map([
        [serviceIds.zainabWedding, 3],
        [null, 3],
      ]),
    );
  });

  test('nobody else has any of it', async () => {
    const { messageId } = await visitorAsks();
    for (const other of [cast.omar, cast.nour]) {
      expect((await listOf(other)).items).toEqual([]);
      expect(await refusal(open(other, messageId))).toBe('not_found');
      expect(await refusal(file(messageId, { isSpam: true }, other))).toBe('not_found');
      expect(await refusal(remove(messageId, other))).toBe('not_found');
      expect(await refusal(as(other, (ctx, tx) => replyToMessage(ctx, tx, { messageId, reply: 'x' })))).toBe(
        'not_found',
      );
    }
    // their list needs another kind of account; of one inquiry they are told nothing
    for (const customer of [cast.sara, cast.acme]) {
      expect(await refusal(listOf(customer))).toBe('role_not_allowed');
      expect(await refusal(open(customer, messageId))).toBe('not_found');
      expect(await refusal(file(messageId, { isSpam: true }, customer))).toBe('not_found');
      expect(await refusal(remove(messageId, customer))).toBe('not_found');
    }
    expect(await refusal(as(cast.sara, (ctx, tx) => replyToMessage(ctx, tx, { messageId, reply: 'x' })))).toBe(
      'not_found',
    );
  });
});

describe('the sender’s side', () => {
  test('by the link and by nothing else; own words plain, the talent’s masked', async () => {
    const { messageId } = await visitorAsks({ message: 'I am layla@example.com' });
    await answer(messageId, 'Call me on +964 770 123 4567');
    const { word } = linkTo(stage.as(null), messageId);
    const seen = await getConversation(stage.as(null), { messageId, k: word });
    expect(seen).toMatchObject({
      message: 'I am layla@example.com',
      recipient: { name: 'Zainab Kareem', slug: 'zainab-kareem' },
      canReply: true,
      followUpsLeft: 5,
    });
    expect(JSON.stringify(seen.replies)).not.toContain('4567');
    expect(seen).not.toHaveProperty('status');
    expect(await refusal(getConversation(stage.as(null), { messageId }))).toBe('unauthenticated');
    expect(await refusal(getConversation(stage.as(null), { messageId, k: `${word}x` }))).toBe('not_found');
    for (const who of [cast.sara, cast.zainab, operator])
      expect(await refusal(getConversation(stage.as(who), { messageId }))).toBe('not_found');
  });

  test('the sender gets no sign of spam or deletion, and keeps the thread', async () => {
    const { messageId } = await memberAsks(cast.sara);
    await answer(messageId);
    await file(messageId, { isSpam: true });
    const spam = await getConversation(stage.as(cast.sara), { messageId });
    expect(spam.canReply).toBe(true);
    await file(messageId, { isSpam: false });
    await remove(messageId);
    expect(await getConversation(stage.as(cast.sara), { messageId })).toEqual(spam);
  });

  test('follow-ups begin with the answer and end with the fifth; of two last ones at once, one wins', async () => {
    const { messageId } = await visitorAsks();
    expect(await refusal(byLink(messageId, 'Hello?'))).toBe('message_limit');
    await answer(messageId);
    for (const n of [1, 2, 3, 4]) await byLink(messageId, `Word ${n}`);
    expect((await open(cast.zainab, messageId, true)).status).toBe('unread');
    const last = await Promise.all([1, 2, 3].map((n) => refusal(byLink(messageId, `Last ${n}`))));
    expect(last.sort()).toEqual(['message_limit', 'message_limit', 'nothing was refused']);
  });

  test('calling it spam and answering it cannot both win', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { messageId } = await memberAsks(cast.acme, { message: `Round ${round}` });
      const [said] = await Promise.all([refusal(answer(messageId)), refusal(file(messageId, { isSpam: true }))]);
      const [kept] = await database.query<{ answers: number; is_spam: boolean }>(
        'select answers, is_spam from inquiries where id = $1',
        [messageId],
      );
      expect(kept?.answers).toBe(said === 'nothing was refused' ? 1 : 0);
      await database.query('delete from inquiries');
    }
  });

  test('the inbox’s one address writes for either side, and takes no attachments', async () => {
    const { messageId } = await memberAsks(cast.sara);
    const write = (who: string, attachmentIds: string[] = []) =>
      refusal(as(who, (ctx, tx) => writeInInquiry(ctx, tx, { inquiryId: messageId, body: 'Hello', attachmentIds })));
    expect(await write(cast.sara)).toBe('message_limit');
    expect(await write(cast.zainab)).toBe('nothing was refused');
    expect(await write(cast.sara)).toBe('nothing was refused');
    expect(await write(cast.omar)).toBe('not_found');
    expect(await write(cast.sara, [messageId])).toBe('attachment_refused');
  });

  test('“this was not me” ends it for both, and nobody else can say so', async () => {
    const { messageId } = await visitorAsks();
    const other = await visitorAsks({ senderEmail: 'noor@example.com', network: '198.51.100.1' });
    const { word } = linkTo(stage.as(null), messageId);
    expect(await refusal(endByLink(stage.as(null), { messageId: other.messageId, k: word }))).toBe('not_found');
    expect(await refusal(endByLink(stage.as(null), { messageId, k: 'guess' }))).toBe('not_found');
    expect(await endByLink(stage.as(null), { messageId, k: word })).toEqual({ isEnded: true });
    expect(await endByLink(stage.as(null), { messageId, k: word })).toEqual({ isEnded: true });
    expect(await refusal(answer(messageId))).toBe('conversation_closed');
    expect(await open(cast.zainab, messageId)).toMatchObject({ isEnded: true, whyNot: 'conversation_closed' });
    expect(await refusal(answer(other.messageId))).toBe('nothing was refused');
  });

  test('a block stops both sides; an unpublished talent still answers; a suspended one is not written to', async () => {
    const { messageId } = await memberAsks(cast.sara);
    await database.query('update talent_profiles set published_at = null where id = $1', [talentIds.zainab]);
    expect(await refusal(answer(messageId))).toBe('nothing was refused');
    expect(await getConversation(stage.as(cast.sara), { messageId })).toMatchObject({
      recipient: { name: 'Zainab Kareem', slug: null },
    });
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.sara, cast.zainab]);
    expect(await refusal(answer(messageId))).toBe('blocked');
    await database.query('delete from blocks');
    await database.query('update users set suspended_at = now() where id = $1', [cast.zainab]);
    const said = await refusal(as(cast.sara, (ctx, tx) => followUp(ctx, tx, { messageId, reply: 'Hello' })));
    await database.query('update users set suspended_at = null where id = $1', [cast.zainab]);
    expect(said).toBe('not_accepting');
  });

  test('accounts that go take with them what is theirs', async () => {
    const asked = await memberAsks(cast.acme);
    const ofOmar = await visitorAsks({ recipient: talentIds.omar });
    await database.query('update users set deleted_at = now() where id = any($1)', [[cast.acme, cast.omar]]);
    const { word } = linkTo(stage.as(null), ofOmar.messageId);
    expect(await refusal(getConversation(stage.as(null), { messageId: ofOmar.messageId, k: word }))).toBe('not_found');
    expect(await tendInquiries(stage.as(null))).toMatchObject({ erased: 1, senders: 1 });
    await database.query('update users set deleted_at = null where id = any($1)', [[cast.acme, cast.omar]]);
    expect(await open(cast.zainab, asked.messageId)).toMatchObject({ sender: null, senderName: '–' });
    const left = await database.query('select id from inquiries where talent_id = $1', [talentIds.omar]);
    expect(left).toEqual([]);
  });
});

describe('the operator', () => {
  const marked = async (senderEmail = 'layla@example.com') => {
    await database.query(
      `insert into inquiry_spam_marks (inquiry_id, talent_user_id, email_hash) select gen_random_uuid(), t, app.sender_digest($2) from unnest($1::text[]) t`,
      [[cast.zainab, cast.omar, cast.nour], senderEmail],
    );
  };

  test('three talents’ marks hold the next words back; released they arrive, discarded they never do', async () => {
    await marked();
    const first = await visitorAsks();
    const second = await visitorAsks({ recipient: talentIds.omar });
    expect(await listOf(cast.zainab)).toMatchObject({ items: [], unread: 0 });
    expect(await refusal(open(cast.zainab, first.messageId))).toBe('not_found');
    expect(await news()).toEqual(['inquiry.confirm', 'inquiry.confirm']);
    const held = await listHeldMessages(stage.as(operator), { limit: 25 });
    expect(new Map(held.items.map(({ id, marks }) => [id, marks]))).toEqual(
      new Map([
        [first.messageId, 3],
        [second.messageId, 3],
      ]),
    );
    const decision = { messageId: first.messageId, reason: 'a real question', clearMarks: true };
    expect(await asOperator((ctx, tx) => releaseMessage(ctx, tx, decision))).toMatchObject({
      outcome: 'released',
      clearedMarks: 3,
    });
    expect((await listOf(cast.zainab)).unread).toBe(1);
    expect((await news()).filter((kind) => kind === 'inquiry.received')).toHaveLength(1);
    await asOperator((ctx, tx) => discardMessage(ctx, tx, { messageId: second.messageId, reason: 'an advertisement' }));
    expect((await listOf(cast.omar)).items).toEqual([]);
    expect((await listHeldMessages(stage.as(operator), { limit: 25 })).items).toEqual([]);
    const log = await database.query<{ action: string; actor_id: string; reason: string }>(
      `select action, actor_id, reason from audit_log where subject_kind = 'inquiry' order by id`,
    );
    expect(log).toEqual([
      { action: 'inquiry.released', actor_id: operator, reason: 'a real question' },
      { action: 'inquiry.discarded', actor_id: operator, reason: 'an advertisement' },
    ]);
    expect(
      await refusal(asOperator((ctx, tx) => discardMessage(ctx, tx, { messageId: second.messageId, reason: 'x' }))),
    ).toBe('not_found');
  });

  test('marks of three talents made by the talents themselves', async () => {
    const sent = [];
    for (const recipient of [talentIds.zainab, talentIds.omar]) sent.push(await visitorAsks({ recipient }));
    await file(sent[0]?.messageId ?? '', { isSpam: true });
    await file(sent[1]?.messageId ?? '', { isSpam: true }, cast.omar);
    later(25 * hour);
    const third = await visitorAsks();
    expect((await listOf(cast.zainab)).items.map(({ id }) => id)).toEqual([third.messageId]);
  });

  test('reads a conversation with a reason, which is kept; to anybody else there is nothing', async () => {
    const { messageId } = await visitorAsks();
    expect(await readConversation(stage.as(operator), { messageId, reason: 'a complaint' })).toMatchObject({
      canReply: false,
    });
    expect(
      await database.query('select action, actor_id, reason from audit_log where subject_id = $1', [messageId]),
    ).toEqual([{ action: 'inquiry.looked_at', actor_id: operator, reason: 'a complaint' }]);
    for (const other of [cast.sara, cast.zainab])
      expect(await refusal(readConversation(stage.as(other), { messageId, reason: 'curious' }))).toBe('not_found');
    expect(await refusal(listHeldMessages(stage.as(cast.zainab), { limit: 5 }))).toBe('not_found');
  });
});
