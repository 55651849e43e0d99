// Written by hand and kept: render-guardian.mjs itself is made by the build.
import type { Locale } from '../../src/core/locale.ts';
import type { GuardianPage } from '../../src/features/registration/schema/pages.ts';

export function renderGuardian(page: {
  site: string;
  locale: Locale;
  consent: GuardianPage | null;
}): Promise<string>;
