import * as z from 'zod';
import { accountKinds } from '../../identity/rules.ts';

const kinds = z.array(z.enum(accountKinds));

export const approvalSetting = z
  .object({
    kinds: kinds.meta({ description: 'kinds of accounts that wait for an operator before they reach others' }),
    setAt: z.iso.datetime().nullable().meta({ description: 'null: as the site was deployed (`APPROVAL`)' }),
    setBy: z.string().nullable().meta({ description: 'the operator’s name' }),
  })
  .meta({ id: 'ApprovalSetting' });
export type ApprovalSetting = z.input<typeof approvalSetting>;

export const approvalSettingBody = z
  .object({
    kinds: kinds
      .max(accountKinds.length)
      .refine((list) => new Set(list).size === list.length)
      .meta({ description: 'all of them; an empty list lets everybody in as they come' }),
  })
  .strict();
export type SetApproval = z.output<typeof approvalSettingBody>;
