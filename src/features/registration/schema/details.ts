import * as z from 'zod';
import { accountKinds } from '../../identity/rules.ts';
import { companySizes, rosterSizes } from '../rules/questions.ts';
import { detailFields } from './fields.ts';

export const updateDetailsBody = z
  .object(detailFields)
  .partial()
  .strict()
  .refine((changes) => Object.keys(changes).length > 0);
export type UpdateDetails = z.output<typeof updateDetailsBody>;

export const detailsView = z
  .object({
    kind: z.enum(accountKinds),
    organisation: z.string().nullable(),
    contactName: z.string().nullable(),
    profession: z.string().nullable(),
    hires: z.array(z.string()),
    city: z.string().nullable(),
    website: z.string().nullable(),
    about: z.string().nullable(),
    size: z.enum([...companySizes, ...rosterSizes]).nullable(),
    asked: z.array(z.string()).meta({ description: 'which of these an account of this kind has' }),
  })
  .meta({ id: 'AccountDetails' });
export type DetailsView = z.input<typeof detailsView>;
