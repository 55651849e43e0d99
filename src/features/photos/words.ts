import type { Locale } from '../../core/locale.ts';
import { photosMessages } from '../../i18n/catalogs/photos.ts';
import { translateIfKnown, translator } from '../../i18n/translate.ts';

/** What an inquiry says that asks for photos, in the language of whoever asks. */
export function inquiriesWords(locale: Locale): { subject: string; message: string } {
  const t = translator(locale, photosMessages[locale]);
  return { subject: t('ask.subject'), message: t('ask.message') };
}

/** Why a form was not taken that was right otherwise. */
export const formTrouble = (locale: Locale, why: 'too_fast' | 'stale'): string =>
  translator(locale, photosMessages[locale])(why === 'stale' ? 'ask.stale' : 'ask.tooFast');

/** What a talent is told on WhatsApp of what they sent there. */
export function answerTo(
  locale: Locale,
  what: { is: 'shown' | 'kept' | 'nothing' } | { is: 'refused'; why: string },
): string {
  const t = translator(locale, photosMessages[locale]);
  if (what.is === 'refused') {
    const why = translateIfKnown(photosMessages[locale], `refused.${what.why}`, t('refused.damaged'));
    return t('whatsapp.refused', { why });
  }
  return t(({ shown: 'whatsapp.thanks', kept: 'whatsapp.kept', nothing: 'whatsapp.nothing' } as const)[what.is]);
}
