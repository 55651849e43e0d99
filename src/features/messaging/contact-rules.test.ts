import { describe, expect, test } from 'vitest';
import { canTakeBack, needsReason } from './rules/conduct.ts';
import {
  canMessageInContact,
  canMoveContact,
  canStartContact,
  contactLimits,
  contactMachine,
  contactMoves,
  contactSides,
  contactStates,
  decideContactMove,
  type ContactStart,
  type ContactTalk,
} from './rules/contacts.ts';
import { contextsOn, messagingPolicies } from './rules/speaker.ts';

const now = new Date('2026-03-20T09:00:00Z');
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds);
const day = 86_400_000;

const wish: ContactStart = {
  policy: 'full',
  speaker: { role: 'customer', suspended: false },
  talent: { away: false },
  open: true,
  blocked: false,
  existing: null,
  entitled: true,
};
const contact = { state: 'accepted' as const, stateAt: now, closedBy: null };
const talk: ContactTalk = {
  policy: 'full',
  speaker: { role: 'customer', suspended: false },
  side: 'customer',
  partner: { away: false },
  blocked: false,
  contact,
  opened: true,
  entitled: true,
};

describe('who may ask for contact: every refusal, in the order of product.md 3.6', () => {
  // each line breaks one more thing than the line below it, so that the order itself is held
  const broken: readonly (readonly [string, Partial<ContactStart>])[] = [
    ['not_found', { policy: 'request_only' }],
    ['unauthenticated', { speaker: null }],
    ['account_suspended', { speaker: { role: 'talent', suspended: true } }],
    ['not_found', { talent: null }],
    ['role_not_allowed', { speaker: { role: 'talent', suspended: false } }],
    ['blocked', { blocked: true, blockedByMe: true }],
    ['not_accepting', { blocked: true, blockedByMe: false, existing: null }],
    ['not_accepting', { blocked: false, open: false }],
    ['contact_declined', { open: true, existing: { state: 'declined', stateAt: now, closedBy: null } }],
    ['upgrade_required', { existing: null, entitled: false }],
  ];
  test.each(broken.map(([why], index) => [why, index] as const))('%s', (why, index) => {
    const asked = broken
      .slice(index)
      .reduceRight<ContactStart>((so, [, change]) => ({ ...so, ...change }), { ...wish, entitled: false });
    expect(canStartContact(asked, now)).toEqual({ ok: false, why });
  });
  test('and then they may', () => expect(canStartContact(wish, now)).toEqual({ ok: true, value: 'new' }));

  test.each(['talent', 'admin', null] as const)('%s may not', (role) =>
    expect(canStartContact({ ...wish, speaker: { role, suspended: false } }, now)).toEqual({
      ok: false,
      why: 'role_not_allowed',
    }),
  );
  test('a talent who is away', () =>
    expect(canStartContact({ ...wish, talent: { away: true } }, now)).toEqual({ ok: false, why: 'not_accepting' }));
  test.each(messagingPolicies)('%s has direct contact or not', (policy) =>
    expect(canStartContact({ ...wish, policy }, now).ok).toBe(contextsOn[policy].direct),
  );
});

describe('a pair that has a contact already', () => {
  const existing = (
    state: ContactTalk['contact']['state'],
    age: number,
    closedBy: 'customer' | 'talent' | 'system' | null = null,
  ) => canStartContact({ ...wish, existing: { state, stateAt: ago(age), closedBy } }, now);
  test.each([
    ['pending', 0, null, 'found'],
    ['accepted', 0, null, 'found'],
    ['declined', contactLimits.askAgainAfter - 1, null, 'contact_declined'],
    ['declined', contactLimits.askAgainAfter, null, 'again'],
    ['closed', 0, 'customer', 'again'],
    ['closed', 400 * day, 'talent', 'conversation_closed'],
    ['closed', 400 * day, 'system', 'conversation_closed'],
  ] as const)('%s, %i ms ago, closed by %s: %s', (state, age, closedBy, answer) => {
    const said = existing(state, age, closedBy);
    expect(said.ok ? said.value : said.why).toBe(answer);
  });
  test('the conversation that is there is found even where the talent takes no new ones', () =>
    expect(
      canStartContact({ ...wish, open: false, existing: { state: 'accepted', stateAt: now, closedBy: null } }, now),
    ).toEqual({ ok: true, value: 'found' }));
});

describe('a block is told to whoever put it, and to nobody else', () => {
  const startAs = (blockedByMe: boolean, existing: ContactStart['existing']) => {
    const said = canStartContact({ ...wish, blocked: true, blockedByMe, existing }, now);
    return said.ok ? said.value : said.why;
  };
  test('the one who blocked', () => expect(startAs(true, null)).toBe('blocked'));
  test.each([
    ['never asked', null, 'not_accepting'],
    ['declined today', { state: 'declined', stateAt: now, closedBy: null }, 'contact_declined'],
    ['declined long ago', { state: 'declined', stateAt: ago(31 * day), closedBy: null }, 'not_accepting'],
    ['closed by the talent', { state: 'closed', stateAt: now, closedBy: 'talent' }, 'conversation_closed'],
    ['closed by themself', { state: 'closed', stateAt: now, closedBy: 'customer' }, 'not_accepting'],
  ] as const)('%s hears what they would hear without it', (_, existing, why) =>
    expect(startAs(false, existing)).toBe(why),
  );
  test.each(contactStates)('%s: writing says the same with a block as after a no', (state) => {
    const blocked = canMessageInContact({ ...talk, blocked: true, contact: { ...contact, state } });
    const ended = state === 'pending' || state === 'declined' ? 'declined' : 'closed';
    expect(blocked).toEqual(canMessageInContact({ ...talk, contact: { ...contact, state: ended } }));
  });
});

describe('who may write', () => {
  test.each([
    ['customer', 'pending', false, 'goes'],
    ['customer', 'pending', true, 'contact_pending'],
    ['customer', 'accepted', true, 'goes'],
    ['customer', 'declined', true, 'contact_declined'],
    ['customer', 'closed', true, 'conversation_closed'],
    ['talent', 'pending', true, 'goes'],
    ['talent', 'accepted', true, 'goes'],
    ['talent', 'declined', true, 'goes'],
    ['talent', 'closed', true, 'goes'],
  ] as const)('%s, %s, opened %s: %s', (side, state, opened, answer) => {
    const said = canMessageInContact({ ...talk, side, opened, contact: { ...contact, state } });
    expect(said.ok ? 'goes' : said.why).toBe(answer);
  });
  test.each(contactStates)('%s: a lapsed member does not, a talent needs no plan', (state) => {
    const lapsed = { ...talk, entitled: false, opened: false, contact: { ...contact, state } };
    expect(canMessageInContact(lapsed).ok).toBe(false);
    expect(canMessageInContact({ ...lapsed, side: 'talent' }).ok).toBe(true);
  });
  test.each<readonly [string, Partial<ContactTalk>]>([
    ['unauthenticated', { speaker: null }],
    ['account_suspended', { speaker: { role: 'customer', suspended: true } }],
    ['not_found', { side: null }],
    ['not_found', { policy: 'request_only' }],
    ['blocked', { blocked: true, blockedByMe: true }],
    ['not_accepting', { partner: { away: true } }],
    ['upgrade_required', { entitled: false }],
  ])('%s', (why, change) => expect(canMessageInContact({ ...talk, ...change })).toEqual({ ok: false, why }));
});

describe('the machine', () => {
  const rows = contactStates.flatMap((state) =>
    contactMoves.flatMap((move) => [...contactSides, 'system' as const].map((by) => ({ state, move, by }))),
  );
  const longAgo = { stateAt: ago(400 * day), closedBy: 'customer' as const };
  test.each(rows)('$state, $move, $by', ({ state, move, by }) => {
    const row = contactMachine.find(([from, what, , who]) => from === state && what === move && who === by);
    const said = decideContactMove({ state, ...longAgo }, move, by, now);
    expect(said).toEqual(row ? { ok: true, value: row[2] } : { ok: false, why: 'wrong_state' });
  });
  test('every state is reached from the first', () => {
    const reached = new Set<string>(['pending']);
    for (const _ of contactStates) for (const [from, , to] of contactMachine) if (reached.has(from)) reached.add(to);
    expect([...reached].sort()).toEqual([...contactStates].sort());
  });
  test('a yes asks of the other side what a word asks', () => {
    const pending = { ...talk, side: 'talent' as const, contact: { ...contact, state: 'pending' as const } };
    const accept = (change: Partial<ContactTalk>) => {
      const said = canMoveContact({ ...pending, ...change }, 'accept', now);
      return said.ok ? said.value : said.why;
    };
    expect(accept({})).toBe('accepted');
    expect(accept({ blocked: true })).toBe('not_accepting');
    expect(accept({ blocked: true, blockedByMe: true })).toBe('blocked');
    expect(accept({ partner: { away: true } })).toBe('not_accepting');
    expect(accept({ side: null })).toBe('not_found');
    expect(accept({ speaker: null })).toBe('unauthenticated');
    expect(accept({ speaker: { role: 'talent', suspended: true } })).toBe('account_suspended');
    const decline = canMoveContact({ ...pending, blocked: true }, 'decline', now);
    expect(decline).toEqual({ ok: true, value: 'declined' });
  });
});

test('taking back: one’s own words, and not in a dispute', () => {
  expect(canTakeBack({ mine: true, disputed: false }).ok).toBe(true);
  expect(canTakeBack({ mine: false, disputed: false })).toEqual({ ok: false, why: 'not_your_move' });
  expect(canTakeBack({ mine: true, disputed: true })).toEqual({ ok: false, why: 'wrong_state' });
});
test('an operator gives a reason but in a dispute', () => {
  expect(needsReason({ disputed: false })).toBe(true);
  expect(needsReason({ disputed: true })).toBe(false);
});
