import type { Ctx } from '../ctx.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import * as queries from './queries.ts';

/** What opened since the last such letter, counted by kind: one letter to each operator, however much it is. */
export async function caseLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const [from, until] = [new Date(textIn(news, 'from')), new Date(textIn(news, 'until'))];
  const { operators, cases } = await ctx.doors.asSystem('outbox: cases').read((db) => ({
    operators: queries.operators(db),
    cases: queries.casesOpenedBetween(db, from, until),
  }));
  if (cases.length === 0) return [];
  const count = cases.reduce((sum, one) => sum + one.count, 0);
  const letters = await Promise.all(
    operators.map((reader) =>
      compose(ctx, news, reader.id, reader, (t) => ({
        name: 'cases.operator',
        values: { count },
        facts: cases.map((one) => [t(`case.${one.kind}`), String(one.count)]),
        path: '/admin/cases/',
        footer: 'footer.operator',
      })),
    ),
  );
  return letters.flat();
}

/** Somebody asked for a decision: every operator hears of it. */
export async function disputeLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const { operators, booking } = await ctx.doors.asSystem('outbox: dispute').read((db) => ({
    operators: queries.operators(db),
    booking: queries.namesOfBooking(db, textIn(news, 'bookingId')),
  }));
  const [found] = booking;
  if (!found) return [];
  const letters = await Promise.all(
    operators.map((reader) =>
      compose(ctx, news, reader.id, reader, () => ({
        name: 'dispute.operator',
        values: { customer: found.customerName, talent: found.talentName },
        facts: [],
        path: '/admin/disputes/',
        footer: 'footer.operator',
      })),
    ),
  );
  return letters.flat();
}
