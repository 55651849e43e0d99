import type { Locale } from '../core/locale.ts';
import type * as accounts from '../features/accounts/contract.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type Team = AnswerOf<typeof accounts.listSeats>;
export type Place = Team['items'][number];
export type Mandates = AnswerOf<typeof accounts.listMandates>;
export type Mandate = Mandates['items'][number];
export type Invitation = Mandates['invitations'][number];
export type Deed = AnswerOf<typeof accounts.listActingLog>['items'][number];

/** Who may act for whom: always asked as oneself, whoever this tab acts for. */
export function accountsClient(locale: Locale) {
  const { read, write } = apiCalls(locale, { asMyself: true });
  const nothing = {} as never;
  const placesOf = {
    seat: {
      list: () => read<typeof accounts.listSeats>('/api/accounts/seats'),
      invite: (key: string, body: BodyOf<typeof accounts.inviteColleague>) =>
        write<typeof accounts.inviteColleague>('/api/accounts/seats', key, body),
      remove: (key: string, id: string) =>
        write<typeof accounts.removeSeat>(`/api/accounts/seats/${encodeURIComponent(id)}`, key, nothing, 'DELETE'),
    },
    roster: {
      list: () => read<typeof accounts.listRoster>('/api/accounts/roster'),
      invite: (key: string, body: BodyOf<typeof accounts.inviteTalent>) =>
        write<typeof accounts.inviteTalent>('/api/accounts/roster', key, body),
      remove: (key: string, id: string) =>
        write<typeof accounts.removeFromRoster>(
          `/api/accounts/roster/${encodeURIComponent(id)}`,
          key,
          nothing,
          'DELETE',
        ),
    },
  };
  return {
    placesOf,
    listMandates: (query: { token?: string } = {}) =>
      read<typeof accounts.listMandates>('/api/accounts/mandates', query),
    leave: (key: string, id: string) =>
      write<typeof accounts.leaveMandate>(`/api/accounts/mandates/${encodeURIComponent(id)}`, key, nothing, 'DELETE'),
    accept: (key: string, body: BodyOf<typeof accounts.acceptInvitation>) =>
      write<typeof accounts.acceptInvitation>('/api/accounts/invitations/accept', key, body),
    decline: (key: string, body: BodyOf<typeof accounts.declineInvitation>) =>
      write<typeof accounts.declineInvitation>('/api/accounts/invitations/decline', key, body),
    listLog: (query: { cursor?: string; limit?: number }) =>
      read<typeof accounts.listActingLog>('/api/accounts/log', query),
  };
}
export type AccountsClient = ReturnType<typeof accountsClient>;
