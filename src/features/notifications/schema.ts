import * as z from 'zod';
import { mostCounted } from './rules/badge.ts';
import { fixedKinds, kinds, letterKinds, often } from './rules/kinds.ts';
import { channels, deliveryStates, dropReasons } from './rules/sending.ts';

const at = z.iso.datetime();

/** Where the next page begins: the instant and the id of the last line shown. */
const cursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~[0-9a-f-]{36}$/)
  .refine((text) => {
    const [instant = '', id = ''] = text.split('~');
    return at.safeParse(instant).success && z.uuid().safeParse(id).success;
  });

export const listQuery = z.object({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  /** only what is unread */
  unread: z.enum(['true', 'false']).optional(),
});

export const notificationView = z
  .object({
    id: z.uuid(),
    kind: z.enum(letterKinds),
    name: z.string().meta({ description: 'which news it is, for programs' }),
    text: z.string().meta({ description: 'a sentence in the reader’s language' }),
    who: z.string(),
    count: z.int().positive().meta({ description: 'how many came together while unread' }),
    path: z.string().meta({ description: 'where it leads, behind the language' }),
    at,
    read: z.boolean(),
  })
  .meta({ id: 'Notification' });

export const notificationList = z.object({
  items: z.array(notificationView),
  nextCursor: z.string().nullable(),
  unread: z.int().nonnegative(),
});

export const unreadCount = z.object({ unread: z.int().nonnegative().max(mostCounted) });

export const markReadBody = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(100) }),
  z.strictObject({
    all: z.literal(true),
    /** what came later stays unread: send the `at` of the newest one shown */
    until: at.optional(),
  }),
]);

export const choice = z.object({
  kind: z.enum(kinds),
  often: z.enum(often),
  fixed: z.boolean().meta({ description: 'about money: always told at once' }),
});
export const choicesView = z.object({
  choices: z.array(choice),
  address: z.string(),
  failingSince: at.nullable().meta({ description: 'since when letters to the address come back' }),
  dailyHour: z.int().meta({ description: 'the hour of the mail of the day, on their own clock' }),
  timeZone: z.string(),
});
export const setChoicesBody = z.strictObject({
  choices: z
    .partialRecord(z.enum(kinds), z.enum(often))
    .refine((wanted) => Object.keys(wanted).length > 0)
    .superRefine((wanted, check) => {
      for (const kind of fixedKinds)
        if (wanted[kind] !== undefined && wanted[kind] !== 'at_once')
          check.addIssue({ code: 'custom', path: [kind], message: 'always told' });
    }),
});

export const deliveryQuery = z.object({
  state: z.enum(deliveryStates).optional(),
  channel: z.enum(channels).optional(),
  kind: z.enum(letterKinds).optional(),
  text: z.string().trim().min(1).max(200).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const deliveryView = z.object({
  deliveryId: z.uuid(),
  name: z.string(),
  kind: z.enum(letterKinds),
  channel: z.enum(channels),
  state: z.enum(deliveryStates),
  reason: z.enum(dropReasons).nullable(),
  address: z.string(),
  user: z.object({ userId: z.string(), name: z.string() }).nullable(),
  failingSince: at.nullable(),
  attempts: z.int(),
  lastError: z.string().nullable(),
  providerId: z.string().nullable(),
  createdAt: at,
  dueAt: at,
  sentAt: at.nullable(),
  deliveredAt: at.nullable(),
  failedAt: at.nullable(),
});
export const deliveryList = z.object({ items: z.array(deliveryView), nextCursor: z.uuid().nullable() });
export const deliveryPath = z.object({ deliveryId: z.uuid() });
