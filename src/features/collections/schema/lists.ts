import * as z from 'zod';
import { named } from '../../identity/schema.ts';
import { plainLine, plainText } from '../../../core/text.ts';
import { talentCard } from '../../discovery/schema.ts';
import { audiences } from '../../profiles/rules/audience.ts';
import { listLimits } from '../rules/lists.ts';

const instant = z.iso.datetime();
const name = z
  .string()
  .max(listLimits.name)
  .transform(plainLine)
  .pipe(
    z
      .string()
      .min(1)
      .refine(...named),
  );
const note = z.string().max(listLimits.note).transform(plainText);
const after = z.uuid().nullable().meta({ description: 'stands behind this one; null: first' });

export const collectionPath = z.object({ collectionId: z.uuid() });
export const itemPath = z.object({ collectionId: z.uuid(), talentId: z.uuid() });

export const listCollectionsQuery = z.object({
  talent: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    .max(60)
    .optional()
    .meta({ description: 'a slug: says of each list whether this talent is in it' }),
});
export const getCollectionQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,9}~[0-9a-f-]{36}$/)
    .refine((text) => z.uuid().safeParse(text.split('~')[1]).success)
    .optional()
    .meta({ description: 'from `nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(listLimits.page).default(listLimits.page),
});

export const createCollectionBody = z
  .object({ name, note: note.optional(), talentId: z.uuid().optional() })
  .strict()
  .meta({ description: '`talentId`: put in at once' });
export type CreateCollection = z.output<typeof createCollectionBody>;
export const editCollectionBody = z
  .object({ name, note, after })
  .partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0);
export type EditCollection = z.output<typeof editCollectionBody>;

export const addTalentBody = z.object({ note: note.optional(), after: after.optional() }).strict();
export type AddTalent = z.output<typeof addTalentBody>;
export const editItemBody = z
  .object({ note, after })
  .partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0);
export type EditItem = z.output<typeof editItemBody>;
export const moveTalentBody = z
  .object({ to: z.uuid(), keep: z.boolean().meta({ description: 'stays here as well' }) })
  .strict();
export type MoveTalent = z.output<typeof moveTalentBody>;

const keeper = z.object({ id: z.string(), name: z.string(), me: z.boolean() }).meta({
  id: 'ListKeeper',
  description: 'the person who did it: for a company, one of its colleagues',
});
export const listedTalent = talentCard
  .extend({
    seenBy: z.enum(audiences).meta({ description: 'who sees the profile; only what everyone sees has a public page' }),
  })
  .meta({ id: 'ListedTalent' });
export type ListedTalent = z.infer<typeof listedTalent>;

const face = z.object({ name: z.string(), picture: z.string().nullable() });
export const collection = z
  .object({
    id: z.uuid(),
    name: z.string(),
    note: z.string(),
    talents: z.int().nonnegative(),
    faces: z.array(face).meta({ description: 'the first few who are shown' }),
    has: z.boolean().nullable().meta({ description: 'is the talent asked about in it; null: none was asked about' }),
    createdBy: keeper,
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Collection' });
export type CollectionView = z.infer<typeof collection>;

const room = z
  .object({
    lists: z.int().nullable().meta({ description: 'null: as many as one likes' }),
    talents: z.int().nullable().meta({ description: 'in each list' }),
    shared: z.boolean().meta({ description: 'colleagues have the lists in common' }),
  })
  .meta({ id: 'ListRoom', description: 'what the plan has room for at this moment' });
export const collectionList = z
  .object({ items: z.array(collection), room, talent: listedTalent.nullable() })
  .meta({ id: 'CollectionList' });

export const collectionItem = z
  .object({
    talentId: z.uuid(),
    talent: listedTalent.nullable().meta({ description: 'null: no longer shown, for whatever reason' }),
    note: z.string(),
    addedBy: keeper,
    addedAt: instant,
  })
  .meta({ id: 'CollectionItem' });
export type CollectionItemView = z.infer<typeof collectionItem>;
export const collectionPage = z
  .object({
    collection,
    lists: z.int().meta({ description: 'how many lists there are' }),
    room,
    items: z.array(collectionItem),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'CollectionPage' });

export const droppedCollection = z.object({ id: z.uuid() });
export const takenOut = z
  .object({ talentId: z.uuid(), note: z.string(), after: z.uuid().nullable() })
  .meta({ id: 'TakenOut', description: 'what it takes to put it back where it was' });
