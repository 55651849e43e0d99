import * as z from 'zod';
import { locales } from '../../../core/locale.ts';
import { plainText } from '../../../core/text.ts';
import { accountKinds, approvals } from '../../identity/rules.ts';
import { guardianStates } from '../rules/guardian.ts';

const instant = z.iso.datetime();

export const approvalsQuery = z
  .object({
    state: z.enum(['waiting', 'refused', 'decided']).default('waiting').meta({
      description: '`waiting`: longest first; `refused`; `decided`: whoever was let in or refused, the latest first',
    }),
    cursor: z.string().max(255).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .strict();
export type ApprovalsQuery = z.output<typeof approvalsQuery>;

export const applicant = z
  .object({
    userId: z.string(),
    kind: z.enum(accountKinds),
    name: z.string(),
    email: z.string(),
    locale: z.enum(locales),
    approval: z.enum(approvals),
    registeredAt: instant,
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable().meta({ description: 'the operator’s name' }),
    reason: z.string().nullable(),
    organisation: z.string().nullable(),
    contactName: z.string().nullable(),
    profession: z.string().nullable(),
    hires: z.array(z.string()),
    city: z.string().nullable(),
    website: z.string().nullable(),
    about: z.string().nullable(),
    size: z.string().nullable(),
    talent: z
      .object({
        category: z.string(),
        languages: z.array(z.string()),
        headline: z.partialRecord(z.enum(locales), z.string()),
        birthDate: z.iso.date().nullable(),
        minor: z.boolean(),
        guardian: z.enum(guardianStates).nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Applicant' });
export type Applicant = z.input<typeof applicant>;

export const applicants = z
  .object({ items: z.array(applicant), nextCursor: z.string().nullable() })
  .meta({ id: 'Applicants' });

const reason = z
  .string()
  .max(4000)
  .transform(plainText)
  .pipe(z.string().max(1000))
  .meta({ description: 'mailed to the person; a refusal needs one' });
export const decideApprovalBody = z
  .object({ decision: z.enum(['approved', 'refused']), reason: reason.default('') })
  .strict()
  .refine(({ decision, reason: said }) => decision === 'approved' || said !== '', { path: ['reason'] });
export type DecideApproval = z.output<typeof decideApprovalBody>;

export const userPath = z.object({ userId: z.string().regex(/^[\w-]{1,255}$/) });
