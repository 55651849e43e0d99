import type * as z from 'zod';
import type { Locale } from '../core/locale.ts';
import type * as conduct from '../features/messaging/contract/conduct.ts';
import type { lookedThread, operatorReport } from '../features/messaging/schema/conduct.ts';
import { apiCalls, type BodyOf } from './api.ts';

export type ReportLine = z.output<typeof operatorReport>;
export type LookedThread = z.output<typeof lookedThread>;

/** What the operator asks about people's conduct. */
export function conductClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  return {
    listReports: (query: { state: string; cursor?: string }) =>
      read<typeof conduct.listReports>('/api/admin/reports', query),
    decideReport: (key: string, id: string, body: BodyOf<typeof conduct.decideReport>) =>
      write<typeof conduct.decideReport>(`/api/admin/reports/${encodeURIComponent(id)}/decide`, key, body),
    lookAtThread: (id: string, query: { reason?: string; cursor?: string }) =>
      read<typeof conduct.lookAtThread>(`/api/admin/threads/${encodeURIComponent(id)}`, query),
  };
}
