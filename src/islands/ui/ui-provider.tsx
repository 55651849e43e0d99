import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator, type Translate } from '../../i18n/translate.ts';

type Ui = { locale: Locale; t: Translate<CommonMessages> };
const UiContext = createContext<Ui | null>(null);

/**
 * React Aria has no Sorani, and Chromium no data for it: its own few words and its number parsing are Arabic there
 * (Sorani readers write ٠١٢ too), and everything a person sees in a calendar comes from `format.ts` instead.
 */
const ariaLocales: Readonly<Record<Locale, string>> = {
  en: 'en-GB',
  ar: 'ar-IQ-u-nu-latn',
  ckb: 'ar-IQ-u-nu-arab',
  fr: 'fr-FR',
};

type UiProviderProps = { locale: Locale; common: CommonMessages; children: ReactNode };

/** Language and direction of everything inside, and the words every screen shares. */
export function UiProvider({ locale, common, children }: UiProviderProps) {
  const ui = useMemo(() => ({ locale, t: translator(locale, common) }), [locale, common]);
  return (
    <UiContext value={ui}>
      <I18nProvider locale={ariaLocales[locale]}>{children}</I18nProvider>
    </UiContext>
  );
}

export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (!ui) throw new Error('a screen stands outside UiProvider');
  return ui;
}
