import * as z from 'zod';
import { plainText } from '../../../core/text.ts';
import { accountKinds, approvals, roles } from '../../identity/rules.ts';

const instant = z.iso.datetime();

export const accountsQuery = z
  .object({
    text: z
      .string()
      .trim()
      .max(100)
      .optional()
      .meta({ description: 'of a name, an e-mail address or a page’s address' }),
    state: z.enum(['all', 'suspended']).default('all'),
    cursor: z.string().max(255).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .strict();
export type AccountsQuery = z.output<typeof accountsQuery>;

export const accountLine = z
  .object({
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles).nullable(),
    kind: z.enum(accountKinds).nullable().meta({ description: 'null: has not said yet, or runs the site' }),
    approval: z.enum(approvals),
    registeredAt: instant,
    suspendedAt: instant.nullable(),
    suspendedBy: z.string().nullable().meta({ description: 'the operator’s name' }),
    reason: z.string().nullable().meta({ description: 'why it is suspended' }),
    talent: z
      .object({
        slug: z.string(),
        displayName: z.string(),
        published: z.boolean(),
        public: z.boolean(),
        birthDate: z.iso.date().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'AccountLine' });
export type AccountLine = z.input<typeof accountLine>;

export const accountLines = z
  .object({ items: z.array(accountLine), nextCursor: z.string().nullable() })
  .meta({ id: 'AccountLines' });

const reason = z
  .string()
  .max(4000)
  .transform(plainText)
  .pipe(z.string().max(1000))
  .meta({ description: 'mailed to the person, and kept in the log; a suspension needs one' });
export const suspensionBody = z
  .object({ suspended: z.boolean(), reason: reason.default('') })
  .strict()
  .refine(({ suspended, reason: said }) => !suspended || said !== '', { path: ['reason'] });
export type SetSuspension = z.output<typeof suspensionBody>;

export const suspension = z.object({
  account: accountLine,
  closed: z.string().nullable().meta({ description: 'the address of the public page that was taken down by this' }),
});
