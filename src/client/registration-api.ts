import type { Locale } from '../core/locale.ts';
import type * as contract from '../features/registration/contract/me.ts';
import type * as accounts from '../features/registration/contract/accounts.ts';
import type * as admin from '../features/registration/contract/admin.ts';
import type { approvalSetting } from '../features/registration/schema/setting.ts';
import type { applicant } from '../features/registration/schema/approvals.ts';
import type { accountLine } from '../features/registration/schema/accounts.ts';
import type { detailsView } from '../features/registration/schema/details.ts';
import type { guardianView } from '../features/registration/schema/guardian.ts';
import type { registrationView } from '../features/registration/schema/draft.ts';
import type * as z from 'zod';
import { apiCalls, type BodyOf } from './api.ts';

export type Registration = z.output<typeof registrationView>;
export type AccountDetails = z.output<typeof detailsView>;
export type Guarding = z.output<typeof guardianView>;
export type ApprovalSetting = z.output<typeof approvalSetting>;
export type AccountLine = z.output<typeof accountLine>;
export type ApplicantLine = z.output<typeof applicant>;

/** What somebody says of themselves on the way in, and later; and who waits for an operator. */
export function registrationClient(locale: Locale) {
  const { read, write, send } = apiCalls(locale);
  return {
    getRegistration: () => read<typeof contract.getRegistration>('/api/me/registration'),
    saveRegistration: (key: string, body: BodyOf<typeof contract.saveRegistration>) =>
      write<typeof contract.saveRegistration>('/api/me/registration', key, body, 'PUT'),
    getDetails: () => read<typeof contract.getDetails>('/api/me/details'),
    updateDetails: (key: string, body: BodyOf<typeof contract.updateDetails>) =>
      write<typeof contract.updateDetails>('/api/me/details', key, body, 'PATCH'),
    askApprovalAgain: (key: string) => send<typeof contract.askApprovalAgain>('/api/me/approval', key),
    getGuardian: () => read<typeof contract.getGuardian>('/api/me/guardian'),
    sayBirthDate: (key: string, body: BodyOf<typeof contract.sayBirthDate>) =>
      write<typeof contract.sayBirthDate>('/api/me/birth-date', key, body, 'PUT'),
    changeBirthDate: (key: string, body: BodyOf<typeof contract.changeBirthDate>) =>
      write<typeof contract.changeBirthDate>('/api/me/birth-date', key, body, 'PATCH'),
    nameGuardian: (key: string, body: BodyOf<typeof contract.nameGuardian>) =>
      write<typeof contract.nameGuardian>('/api/me/guardian', key, body, 'PUT'),
    listApprovals: (query: { state: string; cursor?: string }) =>
      read<typeof admin.listApprovals>('/api/admin/approvals', query),
    decideApproval: (key: string, userId: string, body: BodyOf<typeof admin.decideApproval>) =>
      write<typeof admin.decideApproval>(`/api/admin/approvals/${encodeURIComponent(userId)}`, key, body),
    mendBirthDate: (key: string, userId: string, body: BodyOf<typeof admin.mendBirthDate>) =>
      write<typeof admin.mendBirthDate>(
        `/api/admin/approvals/${encodeURIComponent(userId)}/birth-date`,
        key,
        body,
        'PUT',
      ),
    listAccounts: (query: { text?: string; state: string; cursor?: string }) =>
      read<typeof accounts.listAccounts>('/api/admin/accounts', query),
    setSuspension: (key: string, userId: string, body: BodyOf<typeof accounts.setSuspension>) =>
      write<typeof accounts.setSuspension>(
        `/api/admin/accounts/${encodeURIComponent(userId)}/suspension`,
        key,
        body,
        'PUT',
      ),
    getApprovalSetting: () => read<typeof admin.getApprovalSetting>('/api/admin/approval-setting'),
    setApprovalSetting: (key: string, body: BodyOf<typeof admin.setApprovalSetting>) =>
      write<typeof admin.setApprovalSetting>('/api/admin/approval-setting', key, body, 'PUT'),
    forgetRegistration: (key: string) =>
      write<typeof contract.forgetRegistration>('/api/me/registration', key, {} as never, 'DELETE'),
  };
}
export type RegistrationClient = ReturnType<typeof registrationClient>;
