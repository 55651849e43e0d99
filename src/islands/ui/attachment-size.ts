import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { Translate } from '../../i18n/translate.ts';

/** As people say it: whole kilobytes, then megabytes with one digit. */
export const sizeText = (bytes: number, t: Translate<CommonMessages>): string =>
  bytes < 1024 * 1024
    ? t('attachment.kilobytes', { size: Math.max(1, Math.round(bytes / 1024)) })
    : t('attachment.megabytes', { size: Math.round((bytes / 1024 / 1024) * 10) / 10 });
