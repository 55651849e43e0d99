import type { AgentsClient } from '../../client/agents-api.ts';
import type { Locale } from '../../core/locale.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { AgentsMessages } from '../../i18n/catalogs/agents.ts';
import type { Translate } from '../../i18n/translate.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';

/** What every part of the connections screen is given. */
export type AgentsPart = { calls: AgentsClient; locale: Locale; t: Translate<AgentsMessages> };

export const moment = (locale: Locale, iso: string): string =>
  formatDateTime(locale, new Date(iso), myTimeZone(), 'shortDateTime');

/** `booking.pay` and its like share one name. */
export function eventName(t: AgentsPart['t'], type: string): string {
  if (type.startsWith('booking.')) return t('log.event.booking');
  const known = ['inquiry.received', 'inquiry.followed_up', 'message.received', 'test.ping'] as const;
  const found = known.find((one) => one === type);
  return found ? t(`log.event.${found}`) : type;
}
