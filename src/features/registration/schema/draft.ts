import * as z from 'zod';
import { accountKinds } from '../../identity/rules.ts';
import { questionNames, registrationLimits, stepNames } from '../rules/questions.ts';

// Whatever somebody has typed so far is kept as it is, fit or not: it is judged when they are through.
const typed = z.string().max(4 * registrationLimits.about);
const chosen = z.array(z.string().max(100)).max(20);
const answer = z.union([typed, chosen, z.null()]);

export const answers = z
  .partialRecord(z.enum(questionNames), answer)
  .refine((all) => JSON.stringify(all).length <= registrationLimits.draft)
  .meta({ description: 'by question, as typed: text, or a list of what was chosen' });

export const saveDraftBody = z
  .object({
    kind: z.enum(accountKinds).nullable(),
    step: z.enum(stepNames).meta({ description: 'where to go on' }),
    answers,
  })
  .strict();
export type SaveDraft = z.output<typeof saveDraftBody>;

export const registrationView = z
  .object({
    draft: z
      .object({
        kind: z.enum(accountKinds).nullable(),
        step: z.enum(stepNames),
        answers,
        savedAt: z.iso.datetime(),
      })
      .nullable()
      .meta({ description: 'what was answered so far, on whichever device; null: nothing yet, or all is done' }),
    approvalFor: z.array(z.enum(accountKinds)).meta({ description: 'kinds of accounts that are looked at first' }),
  })
  .meta({ id: 'Registration' });
export type RegistrationView = z.input<typeof registrationView>;
