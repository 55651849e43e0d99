import { useQueryClient } from '@tanstack/react-query';
import type { AnswerOf } from '../../client/api.ts';
import type { Locale } from '../../core/locale.ts';
import type { getMyProfile } from '../../features/profiles/contract.ts';
import type { AccountMessages } from '../../i18n/catalogs/account.ts';
import type { StudioMessages } from '../../i18n/catalogs/studio.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';

export type Profile = AnswerOf<typeof getMyProfile>;

/** What every part of this screen is given. */
export type ProfilePart = {
  profile: Profile;
  locale: Locale;
  t: Translate<AccountMessages>;
  s: Translate<StudioMessages>;
  label: Translate<Catalog>;
};

export const profileKey = ['profile'] as const;

/** The profile as the server answered after a write; who I am shows whether it is public, so that is asked for again. */
export function useKeepProfile(): (profile: Profile) => void {
  const queries = useQueryClient();
  return (profile) => {
    queries.setQueryData(profileKey, profile);
    void queries.invalidateQueries({ queryKey: ['me'] });
  };
}
