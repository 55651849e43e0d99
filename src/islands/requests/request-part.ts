import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { OwnRequestView, RequestAnswer, RequestsClient } from '../../client/requests-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { RequestsMessages } from '../../i18n/catalogs/requests.ts';
import type { Translate } from '../../i18n/translate.ts';

/** What every part of a customer's screens is given. */
export type RequestWords = {
  api: RequestsClient;
  locale: Locale;
  t: Translate<RequestsMessages>;
  /** names of categories and cities */
  label: Translate;
};
export type RequestPart = RequestWords & { request: OwnRequestView };

export const requestKey = (id: string) => ['request', id] as const;

/** The request as the server answered after a write, without asking again. */
export function useKeepRequest(): (request: OwnRequestView) => void {
  const queries = useQueryClient();
  return useCallback(
    (request) => {
      queries.setQueryData<RequestAnswer>(requestKey(request.id), { as: 'owner', request });
      void queries.invalidateQueries({ queryKey: ['requests'] });
    },
    [queries],
  );
}
