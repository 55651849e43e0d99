import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, planted, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { writeOnce } from '../endpoint.ts';
import { receiveClerkWebhook } from '../identity/service.ts';
import { mayContact } from './contacts-gate.ts';
import { getContact, moveContact, sendInContact, startContact } from './contacts.ts';
import { messagingPolicies } from './rules/speaker.ts';
import { contactView, startedContact } from './schema/contacts.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');
const day = 86_400_000;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => {
  stage.now = opening;
  stage.policy = 'full';
});

let made = 0;
/** A customer nobody has met: a professional with a live membership unless said otherwise. */
async function customer(
  account: { kind?: 'individual' | 'professional' | 'company'; until?: string | null } = {},
): Promise<string> {
  const { kind = 'professional', until = '2099-01-01' } = account;
  const id = `user_contact_${(made += 1)}`;
  await database.query(
    `insert into users (id, email, name, role, customer_kind, onboarded_at, time_zone)
     values ($1, $1 || '-${planted}@example.com', 'Member ' || $2, 'customer', $3, now(), 'Asia/Baghdad')`,
    [id, String(made), kind],
  );
  if (until !== null && kind !== 'individual')
    await database.query(
      `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end, cancel_at_period_end)
       values ($1, $2, 'month', 50000, 'IQD', 'active', '2026-01-01', '2026-01-01', $3, true)`,
      [id, kind, until],
    );
  return id;
}

type Verb<Input, Output> = (ctx: Ctx, tx: Tx, input: Input) => Promise<Output>;
const does = <Input, Output>(who: string, verb: Verb<Input, Output>, input: Input): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx, input));
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  );
const code = async (work: Promise<unknown>) => {
  const said = await refusal(work);
  return said instanceof AppError ? said.code : said;
};

const start = (who: string, body = 'Three evenings in June?', talentId: string = talentIds.zainab) =>
  does(who, startContact, { talentId, body });
const say = (who: string, threadId: string, body = 'And one more thing.') =>
  does(who, sendInContact, { threadId, body, attachmentIds: [] });
const accept = (contactId: string) => does(cast.zainab, moveContact('accept'), { contactId });
const decline = (contactId: string) => does(cast.zainab, moveContact('decline'), { contactId });
const close = (who: string, contactId: string) => does(who, moveContact('close'), { contactId });
const withdraw = (who: string, contactId: string) => does(who, moveContact('withdraw'), { contactId });
const later = (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds));

const words = (threadId: string) =>
  database.query<{ body: string; sender_id: string; deleted_at: Date | null }>(
    'select body, sender_id, deleted_at from messages where thread_id = $1 order by id',
    [threadId],
  );
const inbox = async (who: string, threadId: string) =>
  (
    await database.query<{ state: string; hidden: boolean; unread: number; preview: string; partner_name: string }>(
      'select state, hidden, unread, preview, partner_name from thread_members where user_id = $1 and thread_id = $2',
      [who, threadId],
    )
  )[0];

describe('a member asks a talent for contact', () => {
  test('a request waits in the talent’s inbox with its opening words, contact details masked', async () => {
    const member = await customer();
    const { contact, outcome, message } = startedContact.parse(
      await start(member, 'Call me on 0770 123 4567, three evenings in June'),
    );
    expect(outcome).toBe('new');
    expect(message).not.toBeNull();
    expect(contact).toMatchObject({
      side: 'customer',
      state: 'pending',
      partnerName: 'Zainab Kareem',
      talent: { id: talentIds.zainab, slug: 'zainab-kareem' },
      canSend: false,
      whyNot: 'contact_pending',
      moves: ['withdraw'],
    });
    expect(await inbox(cast.zainab, contact.threadId)).toMatchObject({
      state: 'pending',
      unread: 1,
      preview: 'Call me on •••, three evenings in June',
    });
    const news = await database.query(`select kind from outbox where payload ->> 'contactId' = $1`, [contact.id]);
    expect(news).toEqual([{ kind: 'contact.asked' }]);
    expect(await getContact(stage.as(cast.zainab), { contactId: contact.id })).toMatchObject({
      side: 'talent',
      canSend: true,
      moves: ['accept', 'decline'],
    });
  });

  test('one opening message, and no second until the talent answers', async () => {
    const member = await customer();
    const { contact } = await start(member);
    expect(await code(say(member, contact.threadId))).toBe('contact_pending');
    const again = await start(member, 'Did you read it?');
    expect(again).toMatchObject({ outcome: 'found', message: null, whyNotSent: 'contact_pending' });
    expect(again.contact.id).toBe(contact.id);
    expect(await words(contact.threadId)).toHaveLength(1);
  });

  test('the talent’s word accepts; then both write, and the button finds the conversation and adds to it', async () => {
    const member = await customer();
    const { contact } = await start(member);
    await say(cast.zainab, contact.threadId, 'Gladly, which days?');
    expect(await getContact(stage.as(member), { contactId: contact.id })).toMatchObject({
      state: 'accepted',
      canSend: true,
    });
    await say(member, contact.threadId, 'The first weekend.');
    expect(await start(member, 'From the button')).toMatchObject({ outcome: 'found', whyNotSent: null });
    expect((await words(contact.threadId)).map(({ body }) => body)).toEqual([
      'Three evenings in June?',
      'Gladly, which days?',
      'The first weekend.',
      'From the button',
    ]);
  });

  test('strangers learn nothing of it', async () => {
    const { contact } = await start(await customer());
    const other = await customer();
    expect(await code(getContact(stage.as(other), { contactId: contact.id }))).toBe('not_found');
    expect(await code(say(other, contact.threadId))).toBe('not_found');
    expect(await code(does(cast.omar, moveContact('accept'), { contactId: contact.id }))).toBe('not_found');
    expect(await code(does(cast.stranger, moveContact('accept'), { contactId: contact.id }))).toBe(
      'onboarding_required',
    );
  });

  test('no answer shows the other’s address', async () => {
    const member = await customer();
    const answer = await start(member);
    const seen = await getContact(stage.as(cast.zainab), { contactId: answer.contact.id });
    expect(JSON.stringify([answer, contactView.parse(seen)])).not.toContain(planted);
  });
});

type Someone = () => Promise<string>;

describe('who may not', () => {
  test.each<readonly [string, Someone, string]>([
    ['an individual', () => customer({ kind: 'individual' }), 'upgrade_required'],
    ['a company without a membership', () => customer({ kind: 'company', until: null }), 'upgrade_required'],
    ['a professional whose membership lapsed', () => customer({ until: '2026-02-01' }), 'upgrade_required'],
    ['a talent', async () => cast.omar, 'role_not_allowed'],
    ['the talent themself', async () => cast.zainab, 'role_not_allowed'],
    ['somebody suspended', async () => cast.gone, 'account_suspended'],
    ['somebody who has not said who they are', async () => cast.stranger, 'onboarding_required'],
  ])('%s: %#', async (_, who, why) => {
    expect(await code(start(await who()))).toBe(why);
  });

  test('what is missing is a plan: the way to the plans is in the answer', async () => {
    const said = await refusal(start(await customer({ kind: 'individual' })));
    expect(said).toMatchObject({ details: { upgradeUrl: '/pricing', feature: 'messaging' } });
  });

  test('a talent who is not published is nobody', async () =>
    expect(await code(start(await customer(), 'Hello', talentIds.nour))).toBe('not_found'));

  test('a talent who takes no contact', async () => {
    await database.query('update talent_profiles set contacts_open = false where id = $1', [talentIds.omar]);
    try {
      expect(await code(start(await customer(), 'Hello', talentIds.omar))).toBe('not_accepting');
    } finally {
      await database.query('update talent_profiles set contacts_open = true where id = $1', [talentIds.omar]);
    }
  });

  test('a talent who is suspended', async () => {
    await database.query('update users set suspended_at = now() where id = $1', [cast.omar]);
    try {
      expect(await code(start(await customer(), 'Hello', talentIds.omar))).toBe('not_accepting');
    } finally {
      await database.query('update users set suspended_at = null where id = $1', [cast.omar]);
    }
  });

  test.each(messagingPolicies)('S4-T03 under %s: a member, and an individual', async (policy) => {
    stage.policy = policy;
    const member = await code(start(await customer()));
    const individual = await code(start(await customer({ kind: 'individual' })));
    expect([member, individual]).toEqual(
      policy === 'request_only' ? ['not_found', 'not_found'] : ['went through', 'upgrade_required'],
    );
  });

  test('where direct contact is off, none of its addresses is there', async () => {
    const member = await customer();
    const { contact } = await start(member);
    stage.policy = 'request_only';
    expect(await code(getContact(stage.as(member), { contactId: contact.id }))).toBe('not_found');
    expect(await code(accept(contact.id))).toBe('not_found');
    expect(await code(say(cast.zainab, contact.threadId))).toBe('not_found');
    expect(await code(mayContact(stage.as(null), { talent: 'zainab-kareem' }))).toBe('not_found');
  });
});

describe('twenty new ones a day', () => {
  test('the twenty-first waits, and is told how long; withdrawing gives none back', async () => {
    const member = await customer();
    const { contact } = await start(member);
    for (let n = 0; n < 19; n += 1) {
      later(60_000);
      await withdraw(member, contact.id);
      later(60_000);
      expect((await start(member)).outcome).toBe('again');
    }
    expect(await code(start(member, 'Hello', talentIds.omar))).toBe('slow_down');
    const said = await refusal(start(member, 'Hello', talentIds.omar));
    expect(said).toMatchObject({ details: { retryAfter: (day - 38 * 60_000) / 1000 } });
    stage.now = new Date(opening.getTime() + day);
    expect(await code(start(member, 'Hello', talentIds.omar))).toBe('went through');
  });
});

describe('no, withdrawn, closed', () => {
  test('declined: nothing can be written, and it may be asked again 30 days later', async () => {
    const member = await customer();
    const { contact } = await start(member);
    later(3_600_000);
    expect(await decline(contact.id)).toMatchObject({ state: 'declined', moves: ['accept'] });
    expect(await code(say(member, contact.threadId))).toBe('contact_declined');
    expect(await code(start(member))).toBe('contact_declined');
    const asked = await getContact(stage.as(member), { contactId: contact.id });
    expect(asked.askAgainAt).toBe(new Date(stage.now.getTime() + 30 * day).toISOString());
    later(30 * day - 1);
    expect(await code(start(member))).toBe('contact_declined');
    later(1);
    expect(await start(member, 'A month later')).toMatchObject({ outcome: 'again', contact: { state: 'pending' } });
    expect(await code(say(member, contact.threadId))).toBe('contact_pending');
    expect(await words(contact.threadId)).toHaveLength(2);
  });

  test('a talent’s word turns a no into a yes', async () => {
    const member = await customer();
    const { contact } = await start(member);
    await decline(contact.id);
    await say(cast.zainab, contact.threadId, 'I was wrong about my dates.');
    expect(await code(say(member, contact.threadId))).toBe('went through');
  });

  test('withdrawn: the words are taken back and the talent’s inbox forgets them; asked again at once it is there anew', async () => {
    const member = await customer();
    const { contact } = await start(member, 'Wrong talent, sorry');
    later(1000);
    expect(await withdraw(member, contact.id)).toMatchObject({ state: 'closed', moves: ['ask_again'] });
    expect(await words(contact.threadId)).toMatchObject([{ deleted_at: stage.now }]);
    expect(await inbox(cast.zainab, contact.threadId)).toMatchObject({ hidden: true, unread: 0, preview: '' });
    expect(await inbox(member, contact.threadId)).toMatchObject({ hidden: false });
    expect(await code(say(member, contact.threadId))).toBe('conversation_closed');
    later(1000);
    expect(await start(member, 'Right talent after all')).toMatchObject({ outcome: 'again' });
    expect(await inbox(cast.zainab, contact.threadId)).toMatchObject({ hidden: false, unread: 1, state: 'pending' });
  });

  test('closed by the talent: the customer may not come back, the talent may', async () => {
    const member = await customer();
    const { contact } = await start(member);
    await accept(contact.id);
    await close(cast.zainab, contact.id);
    expect(await code(say(member, contact.threadId))).toBe('conversation_closed');
    later(31 * day);
    expect(await code(start(member))).toBe('conversation_closed');
    await say(cast.zainab, contact.threadId, 'Shall we talk again?');
    expect(await code(say(member, contact.threadId))).toBe('went through');
  });

  test('closed by the customer: they may ask again at once', async () => {
    const member = await customer();
    const { contact } = await start(member);
    await accept(contact.id);
    await close(member, contact.id);
    later(1000);
    expect(await start(member)).toMatchObject({ outcome: 'again', contact: { state: 'pending' } });
  });

  test('what is not a move now is refused', async () => {
    const member = await customer();
    const { contact } = await start(member);
    expect(await code(does(member, moveContact('accept'), { contactId: contact.id }))).toBe('wrong_state');
    expect(await code(does(member, moveContact('decline'), { contactId: contact.id }))).toBe('wrong_state');
    expect(await code(close(member, contact.id))).toBe('wrong_state');
    await accept(contact.id);
    expect(await code(accept(contact.id))).toBe('wrong_state');
    expect(await code(withdraw(member, contact.id))).toBe('wrong_state');
  });
});

describe('the membership runs out', () => {
  test('S0-24, S0-26: the member reads and does not write, the talent still does; paid again, it goes on', async () => {
    const member = await customer({ until: '2026-03-10' });
    const { contact } = await start(member);
    await accept(contact.id);
    stage.now = new Date('2026-03-11T09:00:00Z');
    expect(await code(say(member, contact.threadId))).toBe('upgrade_required');
    expect(await code(start(member))).toBe('upgrade_required');
    expect(await getContact(stage.as(member), { contactId: contact.id })).toMatchObject({
      state: 'accepted',
      canSend: false,
      whyNot: 'upgrade_required',
    });
    expect(await code(say(cast.zainab, contact.threadId, 'Are you there?'))).toBe('went through');
    await database.query(`update subscriptions set period_end = '2099-01-01' where user_id = $1`, [member]);
    expect(await code(say(member, contact.threadId))).toBe('went through');
  });

  test('a talent answers without a plan', async () => {
    await database.query(`update talent_profiles set contacts_open = true where id = $1`, [talentIds.omar]);
    const { contact } = await start(await customer(), 'Hello', talentIds.omar);
    expect(await code(say(cast.omar, contact.threadId, 'Hello to you.'))).toBe('went through');
  });
});

describe('at once', () => {
  test('fifty tabs make one contact and one opening message', async () => {
    const member = await customer();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => start(member, `Tab ${n}`)));
    expect(new Set(answers.map(({ contact }) => contact.id)).size).toBe(1);
    expect(answers.filter(({ outcome }) => outcome === 'new')).toHaveLength(1);
    expect(answers.filter(({ message }) => message !== null)).toHaveLength(1);
    const [first] = answers;
    expect(await words(first?.contact.threadId ?? '')).toHaveLength(1);
  });

  test('two tabs with one key say the same', async () => {
    const member = await customer();
    const input = { talentId: talentIds.zainab, body: 'Once' };
    const once = { operation: 'startContact', key: 'one', input, answer: startedContact };
    const ctx = stage.as(member);
    const [one, two] = await Promise.all(
      Array.from({ length: 2 }, () => writeOnce(ctx, once, (tx) => startContact(ctx, tx, input))),
    );
    expect(one).toEqual(two);
    expect(one?.outcome).toBe('new');
  });

  test('the talent closes while the customer writes, fifty times: what was written was written before', async () => {
    const member = await customer();
    const { contact } = await start(member);
    const { threadId } = contact;
    await accept(contact.id);
    for (let round = 0; round < 50; round += 1) {
      const before = (await words(threadId)).length;
      later(1000);
      const [sent, closed] = await Promise.all([
        code(say(member, threadId, `Round ${round}`)),
        code(close(cast.zainab, contact.id)),
      ]);
      expect(closed).toBe('went through');
      expect(['went through', 'conversation_closed']).toContain(sent);
      expect((await words(threadId)).length - before).toBe(sent === 'went through' ? 1 : 0);
      expect(await code(say(member, threadId, 'After'))).toBe('conversation_closed');
      later(1000);
      await accept(contact.id);
    }
  }, 60_000);

  test('one asks while the other blocks: never a request past a block', async () => {
    for (let round = 0; round < 20; round += 1) {
      const member = await customer();
      const [asked] = await Promise.all([
        code(start(member)),
        stage.doors
          .asUser({ userId: cast.zainab })
          .write((tx) =>
            tx.execute(`insert into blocks (blocker_id, blocked_id) values ('${cast.zainab}', '${member}')`),
          ),
      ]);
      expect(['went through', 'not_accepting']).toContain(asked);
      const [left] = await database.query<{ state: string }>('select state from contacts where customer_id = $1', [
        member,
      ]);
      expect(left?.state ?? 'none').toBe(asked === 'went through' ? 'declined' : 'none');
    }
  }, 60_000);
});

describe('an account goes', () => {
  test('its conversations are closed and its name is gone from them', async () => {
    const member = await customer();
    const { contact } = await start(member);
    await accept(contact.id);
    await receiveClerkWebhook(stage.as(null), {
      type: 'user.deleted',
      eventId: `evt_${member}`,
      userId: member,
    });
    expect(await getContact(stage.as(cast.zainab), { contactId: contact.id })).toMatchObject({
      state: 'closed',
      partnerName: '',
      canSend: false,
      whyNot: 'not_accepting',
      moves: [],
    });
    expect(await inbox(cast.zainab, contact.threadId)).toMatchObject({ state: 'closed', partner_name: '' });
    expect(await code(say(cast.zainab, contact.threadId))).toBe('not_accepting');
    expect(await code(accept(contact.id))).toBe('not_accepting');
  });
});

describe('the gate', () => {
  const gate = (who: string | null, talent = 'zainab-kareem') => mayContact(stage.as(who), { talent });

  const both = { inquiry: true, booking: true };
  const neither = { inquiry: false, booking: false };
  test.each<readonly [string, () => Promise<string | null>, string, string | null, typeof both]>([
    ['a visitor', async () => null, 'unauthenticated', null, both],
    ['an individual', () => customer({ kind: 'individual' }), 'upgrade_required', null, both],
    ['a professional without a plan', () => customer({ until: null }), 'upgrade_required', 'professional', both],
    ['a company without one', () => customer({ kind: 'company', until: null }), 'upgrade_required', 'company', both],
    ['a talent', async () => cast.omar, 'role_not_allowed', null, neither],
    ['somebody suspended', async () => cast.gone, 'account_suspended', null, neither],
    ['somebody who has not said who they are', async () => cast.stranger, 'onboarding_required', null, both],
  ])('%s', async (_, who, why, membership, instead) => {
    const seen = await gate(await who());
    expect(seen).toMatchObject({ allowed: false, outcome: null, refusal: { code: why }, membership, existing: null });
    expect(seen.instead).toEqual(instead);
  });

  test.each(['members', 'subscribers'] as const)(
    'a talent for %s has no page with a form: no question is offered there, a booking still is',
    async (seenBy) => {
      const without = await customer({ kind: 'individual' });
      const member = await customer();
      const shown = (by: string) =>
        database.query('update talent_profiles set seen_by = $2, inquiries_from = $3 where id = $1', [
          talentIds.zainab,
          by,
          by,
        ]);
      await shown(seenBy);
      try {
        expect((await gate(seenBy === 'members' ? without : member)).instead).toEqual({ ...both, inquiry: false });
      } finally {
        await shown('everyone');
      }
      expect((await gate(without)).instead).toEqual(both);
    },
  );

  test('a member, before and after', async () => {
    const member = await customer();
    expect(await gate(member)).toMatchObject({ allowed: true, outcome: 'new', refusal: null, existing: null });
    const { contact } = await start(member);
    expect(await gate(member)).toMatchObject({ allowed: true, outcome: 'found', existing: { id: contact.id } });
    await decline(contact.id);
    expect(await gate(member)).toMatchObject({
      allowed: false,
      refusal: { code: 'contact_declined' },
      existing: { state: 'declined' },
    });
  });

  test('by id as well; a talent who is not published has none', async () => {
    expect(await mayContact(stage.as(null), { talentId: talentIds.zainab })).toMatchObject({
      talent: { slug: 'zainab-kareem' },
    });
    expect(await code(gate(null, 'nour-draft'))).toBe('not_found');
    expect(await code(gate(await customer(), 'nobody-here'))).toBe('not_found');
  });

  test('one round trip', async () => {
    const member = await customer();
    const before = (await database.counters()).http;
    await gate(member);
    expect((await database.counters()).http - before).toBe(1);
  });
});
