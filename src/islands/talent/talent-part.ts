import type { AnswerOf } from '../../client/api.ts';
import type { Locale } from '../../core/locale.ts';
import type { getTalentAsMember } from '../../features/discovery/contract.ts';
import type { StudioMessages } from '../../i18n/catalogs/studio.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';

export type MemberTalent = AnswerOf<typeof getTalentAsMember>;

/** What every part of a talent's page behind the sign-in is given. */
export type TalentPart = {
  talent: MemberTalent;
  locale: Locale;
  s: Translate<StudioMessages>;
  /** names of trades, cities and languages, and the words the public page uses */
  label: Translate<Catalog>;
};
