import { money } from '../../core/money.ts';
import type { Locale } from '../../core/locale.ts';
import { publicMessages } from '../../i18n/catalogs/public.ts';
import { formatDateTime, formatDay, formatMoney } from '../../i18n/format.ts';
import { translateIfKnown, type Translate } from '../../i18n/translate.ts';
import type { Ctx } from '../ctx.ts';
import { maskContacts } from '../messaging/rules.ts';
import { requestUnmasked } from '../messaging/rules/requests.ts';
import type { Delivery, Made, Wanted } from '../notifications/deliveries.ts';
import { isOpen } from '../requests/rules.ts';
import { compose, textIn, writeMail, type Outgoing, type Reader, type Writing } from './compose.ts';
import type { News } from './queries.ts';
import * as queries from './queries/requests.ts';

type Proposal = Awaited<ReturnType<typeof queries.proposal>>[number]['proposal'];
type Request = Awaited<ReturnType<typeof queries.request>>[number]['request'];

/** What is offered; the time on the talent's clock, with the zone named. */
const offered = (t: Translate, locale: Locale, proposal: Proposal): [string, string][] => [
  [t('fact.when'), formatDateTime(locale, proposal.startsAt, proposal.timeZone, 'dateTime')],
  [t('fact.price'), formatMoney(locale, money(proposal.amount, proposal.currency))],
];

/** What the board shows of a request. A day has no clock: it is the same one everywhere. */
const sought = (t: Translate, { locale, timeZone }: Reader, request: Request): [string, string][] => [
  ...(request.city === null
    ? []
    : [
        [t('fact.place'), translateIfKnown(publicMessages[locale], `city.${request.city}`, request.city)] satisfies [
          string,
          string,
        ],
      ]),
  ...(request.startsOn === null
    ? []
    : [[t('fact.when'), formatDay(locale, request.startsOn, timeZone, 'date')] satisfies [string, string]]),
  ...(request.currency === null || request.budgetMax === null
    ? []
    : [
        [
          t('fact.budget'),
          t('fact.upTo', { amount: formatMoney(locale, money(request.budgetMax, request.currency)) }),
        ] satisfies [string, string],
      ]),
];

/** A proposal is told to the owner of the request, and waits there for the others of its burst. */
export async function proposalsWanted(ctx: Ctx, news: News): Promise<Wanted[]> {
  const found = await ctx.doors.asSystem('outbox: proposal').read((db) => ({
    proposals: queries.proposal(db, textIn(news, 'proposalId')),
    requests: queries.request(db, textIn(news, 'requestId')),
  }));
  const [sent] = found.proposals;
  const [request] = found.requests;
  if (!sent || !request || request.ownerRests || request.owner.email === '' || request.owner.deletedAt !== null)
    return [];
  return [
    {
      newsId: news.id,
      name: 'proposal.received',
      reader: request.owner.id,
      to: { userId: request.owner.id, address: request.owner.email },
      burst: {
        key: `proposals:${sent.proposal.requestId}`,
        messageId: sent.proposal.id,
        saidAt: sent.proposal.createdAt,
      },
    },
  ];
}

/** The burst as it is when the letter leaves: what was read or withdrawn by then is not in it. */
export async function proposalsLetter(ctx: Ctx, delivery: Delivery): Promise<Made> {
  const { firstId, lastId } = delivery;
  if (firstId === null || lastId === null) return { drop: 'gone' };
  const door = ctx.doors.asSystem('outbox: proposals');
  const { unseen } = await door.read((db) => ({ unseen: queries.unseen(db, firstId, lastId) }));
  const [latest] = unseen;
  if (!latest) return { drop: 'read' };
  const { proposal } = latest;
  const { found } = await door.read((db) => ({ found: queries.request(db, proposal.requestId) }));
  const [row] = found;
  if (!row || row.owner.email === '' || row.owner.deletedAt !== null) return { drop: 'gone' };
  const { request, owner } = row;
  const mail = await writeMail(ctx, owner, delivery.id, (t) => ({
    name: delivery.name,
    values: { talent: proposal.talentName, service: request.title, count: unseen.length },
    quoted: requestUnmasked(request.visibility) ? proposal.text : maskContacts(proposal.text),
    facts: offered(t, owner.locale, proposal),
    path: `/requests/${request.id}/`,
    footer: 'footer.board',
  }));
  return { letter: { mail, text: mail.text }, address: owner.email };
}

type Plain = Pick<Writing, 'name' | 'values' | 'path'> & Partial<Pick<Writing, 'quoted' | 'facts'>>;
const plain = (writing: Plain): Writing => ({ facts: [], footer: 'footer.board', ...writing });

/** The one whose proposal was taken up, and those whose was not. */
async function decided(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const proposalId = textIn(news, 'proposalId');
  const found = await ctx.doors.asSystem('outbox: proposal').read((db) => ({
    requests: queries.request(db, textIn(news, 'requestId')),
    accepted: queries.proposal(db, proposalId),
    others: queries.notChosen(db, proposalId),
  }));
  const [row] = found.requests;
  if (!row) return [];
  const values = { customer: row.request.ownerName, service: row.request.title };
  const letters = [...found.accepted, ...found.others].map(({ proposal, author, bookingId }) =>
    compose(ctx, news, author.id, author, (t) =>
      proposal.state === 'accepted'
        ? plain({
            name: 'proposal.accepted',
            values,
            facts: offered(t, author.locale, proposal),
            path: bookingId === null ? `/requests/${proposal.requestId}/` : `/bookings/${bookingId}/`,
          })
        : plain({ name: 'proposal.not_chosen', values, path: '/providers/marketplace/' }),
    ),
  );
  return (await Promise.all(letters)).flat();
}

/** The owner, where it was not their doing; and whoever unlocked it and has not heard of its end otherwise. */
async function closed(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const requestId = textIn(news, 'requestId');
  const found = await ctx.doors.asSystem('outbox: request').read((db) => ({
    requests: queries.request(db, requestId),
    unlockers: queries.unlockers(db, requestId),
  }));
  const [row] = found.requests;
  const reason = textIn(news, 'reason');
  // opened again, or ended otherwise since
  if (!row || row.request.state !== 'CLOSED' || row.request.closedReason !== reason) return [];
  const { request, owner } = row;
  const path = `/requests/${request.id}/`;
  const values = { customer: request.ownerName, service: request.title, reason };
  const toOwner =
    (reason === 'expired' || reason === 'removed') && !row.ownerRests
      ? await compose(ctx, news, 'owner', owner, () => plain({ name: `board.${reason}`, values, path }))
      : [];
  const toTalents = found.unlockers
    // what came back is told with its credit, what was decided with its proposal
    .filter(({ status, decided: heard }) => status === 'UNLOCKED' && !(reason === 'filled' && heard))
    .map(({ reader }) => compose(ctx, news, reader.id, reader, () => plain({ name: 'board.closed', values, path })));
  return [...toOwner, ...(await Promise.all(toTalents)).flat()];
}

async function returned(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const requestId = textIn(news, 'requestId');
  const found = await ctx.doors.asSystem('outbox: credit').read((db) => ({
    requests: queries.request(db, requestId),
    unlockers: queries.unlockers(db, requestId),
  }));
  const [row] = found.requests;
  const unlock = found.unlockers.find(({ unlockId }) => unlockId === textIn(news, 'unlockId'));
  if (!row || unlock?.status !== 'RETURNED') return [];
  const { returnedFor } = unlock;
  return compose(ctx, news, 'talent', unlock.reader, () =>
    plain({
      name: 'board.returned',
      values: { service: row.request.title, reason: returnedFor ?? '' },
      path: '/plan/',
    }),
  );
}

/** One talent who wants to hear of new requests at once, as long as it can still be answered. */
async function matched(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const requestId = textIn(news, 'requestId');
  const found = await ctx.doors.asSystem('outbox: match').read((db) => ({
    requests: queries.request(db, requestId),
    readers: queries.matched(db, requestId, textIn(news, 'userId')),
  }));
  const [row] = found.requests;
  const [reader] = found.readers;
  if (!row || !reader || !isOpen(row.request, ctx.now)) return [];
  const { request } = row;
  return compose(ctx, news, 'talent', reader, (t) =>
    plain({
      name: 'board.matched',
      values: { service: request.title },
      quoted: request.summary || null,
      facts: sought(t, reader, request),
      path: `/requests/${request.id}/`,
    }),
  );
}

/** The casting board. Publishing, unlocking and withdrawing are seen where they happen and need no letter. */
export async function requestLetters(ctx: Ctx, news: News): Promise<Outgoing[]> {
  switch (news.kind) {
    case 'proposal.accepted':
      return decided(ctx, news);
    case 'request.closed':
      return closed(ctx, news);
    case 'request.returned':
      return returned(ctx, news);
    case 'request.matched':
      return matched(ctx, news);
    default:
      return [];
  }
}
