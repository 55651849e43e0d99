import * as z from 'zod';
import { locales } from '../../core/locale.ts';
import { currencies } from '../../core/money.ts';
import { inquiryAudiences } from '../messaging/rules/inquiries.ts';
import { audiences } from '../profiles/rules/audience.ts';
import { casting, castingFor } from '../profiles/schema/casting.ts';
import { linkProviders } from '../portfolio/rules/links.ts';
import { mediaTypeNames, workKinds } from '../portfolio/rules/media.ts';
import { categoryIds } from './categories.ts';
import { cityIds } from './places.ts';
import { inLivingMemory, readCursor } from './rules.ts';
import { markOf } from './rules/mark.ts';

export const localizedText = z.partialRecord(z.enum(locales), z.string().max(5000));

export const moneyShape = z.object({
  amount: z
    .int()
    .nonnegative()
    .meta({ description: 'whole number of the charged unit: dinars for IQD, cents for MAD, USD, EUR' }),
  currency: z.enum(currencies),
});

export const media = z.object({
  url: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  alt: localizedText,
  color: z.string().optional().meta({ description: 'of a portrait: stands in its place until it is there' }),
});

export const portfolioItem = z.object({
  id: z.string(),
  kind: z.enum(workKinds),
  media: media.nullable().meta({ description: 'of an image; null for the other kinds' }),
  file: z
    .object({
      url: z.string(),
      type: z.enum(mediaTypeNames),
      width: z.int().positive().optional(),
      height: z.int().positive().optional(),
      seconds: z.int().positive().optional(),
    })
    .optional()
    .meta({ description: 'of a film or a sound: what is played' }),
  link: z
    .object({ provider: z.enum(linkProviders), url: z.url() })
    .optional()
    .meta({ description: 'of work that lies elsewhere: where it leads' }),
  poster: z
    .object({
      id: z.string(),
      url: z.string(),
      width: z.int().positive(),
      height: z.int().positive(),
      color: z.string().optional().meta({ description: 'stands in its place until it is there' }),
    })
    .optional()
    .meta({ description: 'of a film: the picture in its place until it is played, for whoever sees the film' }),
  color: z.string().optional().meta({ description: 'stands in its place until it is there' }),
  title: localizedText,
  description: localizedText,
});
export type PortfolioItem = z.infer<typeof portfolioItem>;

export const servicePlaces = ['on_site', 'studio', 'remote'] as const;

export const publicService = z.object({
  id: z.string(),
  title: localizedText,
  description: localizedText,
  price: moneyShape,
  durationMinutes: z.int().positive(),
  place: z.enum(servicePlaces),
  photos: z.array(media).optional().meta({
    description: 'where its talent is shown: photos somebody asked for, newest first; left out when there are none',
  }),
});

export const publicReview = z.object({
  rating: z.int().min(1).max(5),
  comment: z.string(),
  author: z.string().meta({ description: 'first name and initial only' }),
  at: z.iso.datetime(),
});

export const rating = z.object({
  average: z.number().min(1).max(5).nullable().meta({ description: 'one decimal; null while there is no review' }),
  count: z.int().nonnegative(),
});

/** When a booking may be asked for, beside opening hours. */
const asking = z.object({
  noticeHours: z.int().nonnegative().meta({ description: 'so long before it begins, at least' }),
  horizonDays: z.int().positive().meta({ description: 'so many days of the talent’s calendar ahead, at most' }),
});

/** A talent as anyone on the web may see it: the page, the API and the static build show exactly this. */
export const publicTalent = z.object({
  id: z.string(),
  slug: z.string(),
  displayName: z.string(),
  headline: localizedText,
  bio: localizedText,
  category: z.enum(categoryIds),
  city: z.enum(cityIds),
  languages: z.array(z.string()).meta({ description: 'BCP 47 language tags' }),
  tags: z.array(z.string()),
  timeZone: z.string(),
  avatar: media.nullable(),
  portfolio: z.array(portfolioItem),
  services: z.array(publicService),
  rating,
  reviews: z.array(publicReview).meta({ description: 'the newest few' }),
  nextFreeDays: z.array(z.iso.date()).meta({ description: 'the next days with free time, in the talent’s time zone' }),
  asking,
  inquiriesFrom: z
    .enum(inquiryAudiences)
    .meta({ description: 'who may ask by the form of the page; nobody where the site has no such form' }),
  casting: casting.nullable().meta({ description: 'what casting looks for, where the talent shows it to everyone' }),
  moreForMembers: z.boolean().meta({ description: 'there is more of this page for whoever is signed in' }),
  updatedAt: z.iso.datetime(),
});
export type PublicTalent = z.infer<typeof publicTalent>;
export type PublicService = z.infer<typeof publicService>;

/** As whom a talent may look at their own page. */
export const previews = ['visitor', 'member', 'subscriber'] as const;
export type Preview = (typeof previews)[number];
export const asMemberQuery = z.object({
  as: z
    .enum(previews)
    .optional()
    .meta({ description: 'the talent’s own page as others see it; nobody else may ask that' }),
});

/** A talent as somebody signed in may see them: all that is for them, and nothing else. */
export const memberTalent = publicTalent
  .extend({
    seenBy: z.enum(audiences),
    published: z.boolean(),
    own: z.boolean().meta({ description: 'the page of whoever asks' }),
    shownAs: z.enum(previews).nullable().meta({ description: 'whose eyes these are; null: one’s own' }),
    casting: castingFor.nullable(),
    portfolio: z.array(portfolioItem.extend({ visibility: z.enum(['public', 'members', 'subscribers']) })),
    moreForSubscribers: z.boolean().meta({ description: 'there is more of it with a plan that shows all' }),
  })
  .meta({ id: 'MemberTalent' });
export type MemberTalent = z.infer<typeof memberTalent>;

export const talentCard = publicTalent
  .pick({
    id: true,
    slug: true,
    displayName: true,
    headline: true,
    category: true,
    city: true,
    languages: true,
    avatar: true,
    rating: true,
  })
  .extend({ priceFrom: moneyShape.nullable() });
export type TalentCard = z.infer<typeof talentCard>;

const cursor = z
  .string()
  .max(200)
  .refine((text) => readCursor(text) !== null)
  .meta({ description: 'from `nextCursor` of the page before, with the same question; `limit` may be another' });
/** A page is of the question it is asked for: a place in the answer to another would leave people out. */
const ofItsQuestion = ({ cursor: place, limit: _limit, ...question }: { cursor?: string | undefined; limit: number }) =>
  place === undefined || readCursor(place)?.question === markOf(question);
const elsewhere = { path: ['cursor'] };
const limit = z.coerce.number().int().min(1).max(50).default(20);
const nextCursor = z.string().nullable().meta({ description: 'null on the last page' });

const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(60);
export const slugParam = z.object({ slug });

export const listTalentsQuery = z
  .object({
    category: z.enum(categoryIds).optional(),
    city: z.enum(cityIds).optional(),
    cursor: cursor.optional(),
    limit,
  })
  .refine(ofItsQuestion, elsewhere);
export const talentList = z.object({ items: z.array(talentCard), nextCursor });

/** Whose service it is: enough to name them and to know their clock. */
export const serviceTalent = publicTalent
  .pick({ id: true, slug: true, category: true, city: true, timeZone: true })
  .extend({ name: z.string() });
export const serviceCard = publicService.extend({ talent: serviceTalent });

export const listServicesQuery = z
  .object({
    talent: slug.optional().meta({ description: 'id or slug' }),
    category: z.enum(categoryIds).optional(),
    city: z.enum(cityIds).optional(),
    cursor: cursor.optional(),
    limit,
  })
  .refine(ofItsQuestion, elsewhere);
export const serviceList = z.object({ items: z.array(serviceCard), nextCursor });

export const serviceParam = z.object({ serviceId: z.uuid() });
const instant = z.iso.datetime({ offset: true }).refine(inLivingMemory);
export const getServiceQuery = z.object({
  from: instant.optional().meta({ description: 'free times from here on; now when left out' }),
  until: instant.optional().meta({ description: 'and up to here; 31 days on when left out, 92 at most' }),
});

const clock = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)
  .meta({ description: 'HH:MM on the talent’s clock; 24:00 ends the day' });
export const weeklyHours = z.object({
  weekday: z.int().min(1).max(7).meta({ description: 'ISO: Monday is 1' }),
  startsAt: clock,
  endsAt: clock,
});
export const dayException = z.object({ day: z.iso.date(), startsAt: clock.nullable(), endsAt: clock.nullable() });
const period = z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() });

/** What the form for a request needs: the service, whose it is, and when they are free. */
export const serviceView = z.object({
  service: publicService,
  talent: talentCard,
  timeZone: z.string().meta({ description: 'the talent’s, in which hours are meant' }),
  hours: z.array(weeklyHours),
  exceptions: z.array(dayException).meta({ description: 'days unlike their weekday; without times they are closed' }),
  asking,
  busy: z.array(period).meta({ description: 'when the talent is taken, with what they keep free around it' }),
  freeStarts: z
    .array(z.iso.datetime())
    .meta({ description: 'when work of this length may begin, between `from` and `until`' }),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type ServiceView = z.infer<typeof serviceView>;
