import { readText } from '../../core/locale.ts';
import { plainLine } from '../../core/text.ts';
import type { Ctx } from '../ctx.ts';
import { maskContacts } from '../messaging/rules.ts';
import { compose, textIn, type Outgoing, type Reader } from './compose.ts';
import { photoNews } from './queries/photos.ts';
import type { News } from './queries.ts';

/** Whoever asked by a form may have written anything where a name belongs. */
const safeName = (name: string): string => maskContacts(plainLine(name)).slice(0, 60);

/**
 * A talent is asked for photos, by mail and where they gave their number on WhatsApp: both lead to the page that takes them, by a link
 * derived anew for each letter. Whoever asked is told of the first that can be seen.
 */
export async function photoLetters(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const { found } = await ctx.doors
    .asSystem('outbox: photos')
    .read((db) => ({ found: photoNews(db, textIn(news, 'requestId')) }));
  const [row] = found;
  if (!row) return [];
  const { request, talent, inquiry } = row;
  const from = safeName(request.askerName);
  const service = (reader: Reader) => readText(request.serviceTitle, reader.locale)?.text ?? '';

  if (news.kind === 'photos.asked') {
    // answered or over by now, or the question it came with was thrown out
    if (request.state === 'closed' || request.expiresAt <= ctx.now) return [];
    if (inquiry && (inquiry.isSpam || inquiry.heldAt || inquiry.endedAt)) return [];
    const path = `/photos/${request.id}/?k=${ctx.ports.secretFor('photos', request.id)}`;
    const letters = await compose(ctx, news, 'talent', talent, () => ({
      name: news.kind,
      values: { asker: from, service: service(talent) },
      quoted: request.wish === '' ? null : request.wish,
      facts: [],
      path,
      footer: 'footer.photos',
    }));
    const [mail] = letters;
    const { number, verifiedAt } = row;
    if (!mail || !ctx.ports.whatsapp || number === null || verifiedAt === null) return letters;
    const template = {
      name: 'mawahib_photo_request',
      locale: talent.locale,
      body: [from, service(talent)],
      button: `${talent.locale}${path}`,
    } as const;
    return [mail, { ...mail, to: 'talent.whatsapp', whatsapp: { number, template } }];
  }

  if (news.kind !== 'photos.arrived' || !row.published) return [];
  const reader: Reader | null =
    row.asker ??
    (inquiry && !inquiry.endedAt
      ? {
          id: inquiry.senderId,
          email: inquiry.senderEmail,
          name: safeName(inquiry.senderName),
          locale: inquiry.locale,
          timeZone: talent.timeZone,
          deletedAt: null,
        }
      : null);
  if (!reader) return [];
  return compose(ctx, news, 'asker', reader, () => ({
    name: news.kind,
    values: { talent: row.talentName, service: service(reader) },
    facts: [],
    path: `/talents/${row.slug}/`,
    footer: 'footer.asked',
  }));
}
