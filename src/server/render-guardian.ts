/** The page behind a guardian's letter, which only a function has. */
import type { Locale } from '../core/locale.ts';
import type { GuardianPage } from '../features/registration/schema/pages.ts';
import GuardianConsent from '../views/GuardianConsent.astro';
import { page } from './page.ts';

type Page = { site: string; locale: Locale };

/** null: the link is not whole, or opens nothing any more; both look the same. */
export const renderGuardian = ({ site, ...props }: Page & { consent: GuardianPage | null }): Promise<string> =>
  page(site, GuardianConsent, props);
