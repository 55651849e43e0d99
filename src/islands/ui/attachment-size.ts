import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { Translate } from '../../i18n/translate.ts';

const kilo = 1024;
const mega = kilo * 1024;
const giga = mega * 1024;
const oneDigit = (amount: number) => Math.round(amount * 10) / 10;

/** As people say it: whole kilobytes, then megabytes and gigabytes with one digit. Something is never nothing. */
export function sizeText(bytes: number, t: Translate<CommonMessages>): string {
  if (bytes >= giga) return t('attachment.gigabytes', { size: oneDigit(bytes / giga) });
  if (bytes >= mega) return t('attachment.megabytes', { size: oneDigit(bytes / mega) });
  return t('attachment.kilobytes', { size: bytes === 0 ? 0 : Math.max(1, Math.round(bytes / kilo)) });
}
