import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountKinds, approvals } from '../identity/rules.ts';
import { approvalMachine, approvalMoves, askAgainAfter, bornAs, decideApproval } from './rules/approval.ts';
import { decideGuardian, guardianMachine, guardianMoves, guardianStates } from './rules/guardian.ts';
import { isBirthDate, isMinor, localDate, yearsOn } from './rules/minors.ts';
import { detailsOf, planWish, questions, stepsOf } from './rules/questions.ts';
import { onboardingBody } from './schema/onboarding.ts';
import { website } from './schema/fields.ts';
import { saveDraftBody } from './schema/draft.ts';

const now = new Date('2026-03-02T09:00:00Z');

describe('who is a minor', () => {
  test.each([
    // an ordinary birthday, in the zone of the talent: the day begins there and not in Greenwich
    ['2008-03-02', 'Asia/Baghdad', '2026-03-01T20:59:59Z', true],
    ['2008-03-02', 'Asia/Baghdad', '2026-03-01T21:00:00Z', false],
    ['2008-03-02', 'Africa/Casablanca', '2026-03-01T23:30:00Z', true],
    ['2008-03-02', 'UTC', '2026-03-02T00:00:00Z', false],
    // Morocco's clock goes back for Ramadan: midnight is Greenwich's then, and an hour before it otherwise
    ['2008-03-01', 'Africa/Casablanca', '2026-02-28T23:59:59Z', true],
    ['2008-03-01', 'Africa/Casablanca', '2026-03-01T00:00:00Z', false],
    ['2008-05-01', 'Africa/Casablanca', '2026-04-30T22:59:59Z', true],
    ['2008-05-01', 'Africa/Casablanca', '2026-04-30T23:00:00Z', false],
    // born on a day that most years do not have
    ['2008-02-29', 'UTC', '2026-02-28T23:59:59Z', true],
    ['2008-02-29', 'UTC', '2026-03-01T00:00:00Z', false],
    ['2004-02-29', 'UTC', '2022-02-28T12:00:00Z', true],
    // eighteen years before a leap day there was none
    ['2010-02-28', 'UTC', '2028-02-28T12:00:00Z', false],
    ['2010-03-01', 'UTC', '2028-02-29T12:00:00Z', true],
    ['2010-03-01', 'UTC', '2028-03-01T00:00:00Z', false],
    // far from Greenwich on both sides
    ['2008-03-02', 'Pacific/Kiritimati', '2026-03-01T10:00:00Z', false],
    ['2008-03-02', 'Pacific/Pago_Pago', '2026-03-02T10:59:59Z', true],
  ])('born %s, by the clock of %s at %s: %s', (born, zone, at, minor) =>
    expect(isMinor(born, zone, new Date(at))).toBe(minor),
  );

  test('whose birth date nobody knows is not known to be one', () =>
    expect(isMinor(null, 'Asia/Baghdad', now)).toBe(false));

  test('everybody is a minor for eighteen years and then never again', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    const zone = fc.constantFrom('Asia/Baghdad', 'Africa/Casablanca', 'UTC', 'Pacific/Kiritimati', 'America/New_York');
    fc.assert(
      fc.property(day, zone, fc.integer({ min: 0, max: 40 * 366 }), (from, at, later) => {
        const born = localDate(from, at);
        const then = new Date(from.getTime() + later * 86_400_000);
        const minor = isMinor(born, at, then);
        const after = isMinor(born, at, new Date(then.getTime() + 86_400_000));
        expect(minor || !after).toBe(true);
        expect(minor).toBe(yearsOn(born, localDate(then, at)) < 18);
      }),
    );
  });

  test.each([
    ['1994-05-17', true],
    ['2026-03-02', false],
    ['2024-06-01', false],
    ['1900-01-01', false],
    ['2008-02-30', false],
    ['2007-02-29', false],
    ['17.05.1994', false],
    ['', false],
  ])('%j as the birth date of a talent: %s', (born, likely) =>
    expect(isBirthDate(born, localDate(now, 'Asia/Baghdad'))).toBe(likely),
  );
});

describe('approval', () => {
  test('only kinds the site looks at wait', () => {
    for (const kind of accountKinds) {
      expect(bornAs(kind, [])).toBe('approved');
      expect(bornAs(kind, accountKinds)).toBe('waiting');
      expect(bornAs(kind, ['company'])).toBe(kind === 'company' ? 'waiting' : 'approved');
    }
  });

  test('whoever is approved stays approved, and nobody lets themselves in', () => {
    for (const move of approvalMoves)
      for (const by of ['operator', 'person'] as const) {
        expect(decideApproval({ approval: 'approved', approvalAt: null }, move, by, now).ok).toBe(false);
        for (const approval of approvals) {
          const may = decideApproval({ approval, approvalAt: null }, move, by, now);
          if (may.ok && may.value === 'approved') expect(by).toBe('operator');
        }
      }
    expect(new Set(approvalMachine.map(([, , to]) => to))).toEqual(new Set(approvals));
  });

  test('a refused person asks again once a day has passed', () => {
    const ago = (ms: number) => ({ approval: 'refused' as const, approvalAt: new Date(now.getTime() - ms) });
    expect(decideApproval(ago(askAgainAfter - 1), 'ask_again', 'person', now)).toEqual({ ok: false, why: 'slow_down' });
    expect(decideApproval(ago(askAgainAfter), 'ask_again', 'person', now)).toEqual({ ok: true, value: 'waiting' });
    expect(decideApproval(ago(0), 'approve', 'operator', now)).toEqual({ ok: true, value: 'approved' });
  });
});

describe('a guardian', () => {
  test('says yes, no, and takes it back, as often as they like; every state is reachable', () => {
    const reached = new Set(['asked']);
    for (let round = 0; round < guardianStates.length; round += 1)
      for (const [from, , to] of guardianMachine) if (reached.has(from)) reached.add(to);
    expect(reached).toEqual(new Set(guardianStates));
    for (const state of guardianStates)
      for (const move of guardianMoves)
        expect(decideGuardian({ state }, move, true).ok).toBe(
          guardianMachine.some(([from, what]) => from === state && what === move),
        );
  });

  test('has nothing to say about who is of age', () => {
    for (const state of guardianStates)
      for (const move of guardianMoves)
        expect(decideGuardian({ state }, move, false)).toEqual({ ok: false, why: 'too_late' });
  });
});

describe('questions', () => {
  test('each kind is asked its own, each question once', () => {
    for (const kind of accountKinds) {
      const asked = Object.values(questions[kind]).flatMap((step) => step.map(({ name }) => name));
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked).toEqual(expect.arrayContaining(['name', 'locale', 'timeZone']));
      expect(stepsOf(kind)[0]).toBe('kind');
      expect(asked.includes('birthDate')).toBe(kind === 'talent');
    }
    expect(accountKinds.map((kind) => [kind, stepsOf(kind).length])).toEqual([
      ['individual', 2],
      ['professional', 3],
      ['company', 3],
      ['talent', 4],
      ['agency', 3],
    ]);
    expect(accountKinds.map(planWish)).toEqual([null, 'professional', 'company', null, 'AGENCY']);
  });

  test('what is kept of an account is what it was asked, and a body takes it', () => {
    const words = { name: 'N', locale: 'en', timeZone: 'Asia/Baghdad' };
    const details = { city: 'baghdad', hires: ['actor'], website: 'x.example.com', size: null };
    for (const kind of accountKinds) {
      const said = Object.fromEntries(
        detailsOf(kind).map((name) => [name, name in details ? details[name as keyof typeof details] : 'x']),
      );
      const craft = kind === 'talent' || kind === 'agency' ? { category: 'actor', city: 'baghdad' } : {};
      const age = kind === 'talent' ? { birthDate: '1994-05-17' } : {};
      const body = { kind, ...words, ...craft, ...age, ...said };
      expect(onboardingBody.safeParse(body).error?.issues ?? [], kind).toEqual([]);
    }
  });

  test('no talent comes in without an age', () => {
    const body = {
      kind: 'talent',
      name: 'N',
      locale: 'en',
      timeZone: 'Asia/Baghdad',
      category: 'actor',
      city: 'baghdad',
    };
    expect(onboardingBody.safeParse(body).error?.issues.map(({ path }) => path)).toEqual([['birthDate']]);
    expect(onboardingBody.safeParse({ ...body, birthDate: '1994-05-17' }).success).toBe(true);
  });

  test.each([
    ['https://dijla.example.com/a', 'https://dijla.example.com/a'],
    ['dijla.example.com', 'https://dijla.example.com'],
    ['  ', null],
    ['javascript:alert(1)', 'refused'],
    ['http://localhost', 'refused'],
    ['ftp://dijla.example.com', 'refused'],
    ['not a site', 'refused'],
  ])('%j as a website: %s', (typed, kept) => {
    const parsed = website.safeParse(typed);
    expect(parsed.success ? parsed.data : 'refused').toBe(kept);
  });

  test('a draft takes whatever was typed, and no more than a page of it', () => {
    const draft = (answers: unknown) => saveDraftBody.safeParse({ kind: 'talent', step: 'you', answers }).success;
    expect(draft({ name: '', birthDate: '31.', languages: ['ar'], city: null })).toBe(true);
    expect(draft({ role: 'admin' })).toBe(false);
    expect(draft({ name: 'x'.repeat(5000) })).toBe(false);
    expect(draft({ about: 'x'.repeat(3900), headline: 'x'.repeat(3900), organisation: 'x'.repeat(3900) })).toBe(false);
  });
});
