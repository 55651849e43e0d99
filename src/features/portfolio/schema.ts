import * as z from 'zod';
import { plainLine, plainText } from '../../core/text.ts';
import { localizedText, media, portfolioItem } from '../discovery/schema.ts';
import { texts, titles } from '../profiles/schema/words.ts';
import { readLink, type WorkLink } from './rules/links.ts';
import {
  fitsKind,
  mediaLimits as limits,
  mediaTypeNames,
  mediaTypeOf,
  workVisibilities,
  type MediaType,
} from './rules/media.ts';

export const itemParam = z.object({ itemId: z.uuid() });

const words = {
  title: titles(limits.title),
  description: texts(limits.description, plainText),
  visibility: z.enum(workVisibilities).meta({ description: 'only what is public is on the public page' }),
};

const type = z
  .string()
  .max(100)
  .transform((said, ctx): MediaType => {
    const known = mediaTypeOf(said);
    if (known) return known;
    ctx.issues.push({ code: 'custom', message: 'not a type that is taken', input: said });
    return z.NEVER;
  })
  .meta({ description: `one of ${mediaTypeNames.join(', ')}`, type: 'string' });

export const announceBody = z
  .object({
    kind: z.enum(['image', 'video', 'audio', 'portrait', 'poster']).meta({
      description:
        'a portrait is the picture of yourself, a poster what stands in a film’s place until it is played: each replaces the one before',
    }),
    type,
    size: z
      .int()
      .positive()
      .max(200 * 1024 * 1024)
      .meta({ description: 'in bytes, exactly' }),
    visibility: words.visibility.default('public'),
    posterOf: z
      .uuid()
      .optional()
      .meta({ description: 'of a poster: the film it is for; whoever sees the film sees it' }),
  })
  .strict()
  .refine(({ kind, posterOf }) => (kind === 'poster') === (posterOf !== undefined), {
    path: ['posterOf'],
    error: 'a poster is of a film, and nothing else is',
  })
  .refine(
    (wish) => typeof wish.type !== 'string' || mediaTypeOf(wish.type) === null || fitsKind(wish.type, wish.kind),
    {
      path: ['type'],
      error: 'not a type of this kind',
    },
  );
export type Announce = z.output<typeof announceBody>;

export const announced = z.object({
  id: z.uuid(),
  upload: z
    .object({
      method: z.literal('PUT'),
      url: z.url(),
      headers: z.record(z.string(), z.string()),
      partBytes: z.int().positive().optional().meta({
        description:
          'the file is more than one request may carry: send so many bytes at a time, one after the other, each to this address with `&part=` and its number, from 0',
      }),
    })
    .meta({ description: 'send the bytes there, with these headers and nothing else to prove who you are' }),
  expiresAt: z.iso.datetime().meta({ description: 'when that address stops taking them' }),
});

export const addLinkBody = z
  .object({
    url: z
      .string()
      .max(500)
      .transform((pasted, ctx): WorkLink => {
        const link = readLink(pasted);
        if (link) return link;
        ctx.issues.push({ code: 'custom', message: 'not a piece of work on a site we know', input: pasted });
        return z.NEVER;
      })
      .meta({ description: 'of a film or a sound on YouTube, Vimeo, Dailymotion or SoundCloud', type: 'string' }),
    title: words.title.default({}),
    description: words.description.default({}),
    visibility: words.visibility.default('public'),
  })
  .strict();
export type AddLink = z.output<typeof addLinkBody>;

export const changeItemBody = z
  .object({
    ...words,
    alt: texts(limits.alt, plainLine).meta({ description: 'what is to be seen, for whoever does not see it' }),
  })
  .partial()
  .strict()
  .refine((changes) => Object.keys(changes).length > 0);
export type ChangeItem = z.output<typeof changeItemBody>;

export const orderBody = z
  .object({ ids: z.array(z.uuid()).max(500) })
  .strict()
  .meta({ description: 'every piece of work, in the order the page shows them' });

export const ownItem = portfolioItem
  .extend({
    visibility: z.enum(workVisibilities),
    alt: localizedText,
    size: z.int().meta({ description: 'in bytes, as kept' }),
  })
  .meta({ id: 'OwnPortfolioItem' });
export type OwnItem = z.infer<typeof ownItem>;

const counted = z.object({ used: z.int(), allowed: z.int() });
export const portfolio = z
  .object({
    items: z.array(ownItem),
    portrait: z
      .object({ id: z.uuid(), media })
      .nullable()
      .meta({ description: 'the picture of myself, if I sent one' }),
    room: z.object({
      items: counted,
      bytes: counted.meta({ description: 'files that are on their way count from when they are announced' }),
    }),
    most: z
      .object({ image: z.int(), video: z.int(), audio: z.int() })
      .meta({ description: 'the largest file of each kind, in bytes: by the plan and by what this site can take' }),
    slug: z.string(),
    published: z.boolean(),
    public: z.boolean().meta({ description: 'published, and for everyone' }),
    removed: z
      .object({ id: z.uuid(), undoUntil: z.iso.datetime() })
      .optional()
      .meta({ description: 'after `removeWork`: what was removed, and until when `restoreWork` puts it back' }),
  })
  .meta({ id: 'Portfolio' });
export type Portfolio = z.infer<typeof portfolio>;

export const received = z.object({ id: z.uuid(), portfolio });
