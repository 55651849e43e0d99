import type { Locale } from '../core/locale.ts';
import type * as portfolio from '../features/portfolio/contract.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';
import { sendBytes } from './attachments-api.ts';

export type Portfolio = AnswerOf<typeof portfolio.getPortfolio>;
export type OwnWork = Portfolio['items'][number];
export type WorkChanges = BodyOf<typeof portfolio.changeWork>;

/** What the portfolio's screen asks. */
export function portfolioClient(locale: Locale) {
  const { read, write, send } = apiCalls(locale);
  const one = (id: string) => `/api/portfolio/${encodeURIComponent(id)}`;
  return {
    get: () => read<typeof portfolio.getPortfolio>('/api/portfolio'),
    announce: (key: string, body: BodyOf<typeof portfolio.announceWork>) =>
      write<typeof portfolio.announceWork>('/api/portfolio/uploads', key, body),
    sendBytes,
    complete: (key: string, id: string) => write<typeof portfolio.completeWork>(`${one(id)}/complete`, key, {}),
    link: (key: string, body: BodyOf<typeof portfolio.addWorkLink>) =>
      write<typeof portfolio.addWorkLink>('/api/portfolio/links', key, body),
    change: (key: string, id: string, body: WorkChanges) =>
      write<typeof portfolio.changeWork>(one(id), key, body, 'PATCH'),
    remove: (key: string, id: string) => write<typeof portfolio.removeWork>(one(id), key, {} as never, 'DELETE'),
    restore: (key: string, id: string) => send<typeof portfolio.restoreWork>(`${one(id)}/restore`, key),
    order: (key: string, ids: readonly string[]) =>
      write<typeof portfolio.orderWork>('/api/portfolio/order', key, { ids: [...ids] }, 'PUT'),
  };
}
export type PortfolioClient = ReturnType<typeof portfolioClient>;
