import type { OperatorPayment } from '../../client/admin-api.ts';
import { attemptStates, type AttemptState } from '../../features/payments/rules.ts';
import { formatNumber } from '../../i18n/format.ts';
import type { Tone } from '../../styles/tone.ts';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { useDesk } from './admin-frame.tsx';
import { Fold, Raw, RawFacts } from './raw.tsx';
import { Code, Sum, When } from './shown.tsx';

const tones: Partial<Record<AttemptState, Tone>> = {
  opening: 'info',
  open: 'info',
  in_doubt: 'waiting',
  paid: 'good',
  refund_due: 'waiting',
  refund_pending: 'waiting',
  charged_back: 'bad',
};
const row = 'border-b border-line py-3 first:pt-0 last:border-0 last:pb-0';

/** Each try to pay, at its gateway. */
export function AttemptList({ attempts }: Pick<OperatorPayment, 'attempts'>) {
  const { t, locale } = useDesk();
  return (
    <Card title={t('payment.attempts')}>
      <ul>
        {attempts.map((attempt) => (
          <li key={attempt.id} className={row}>
            <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <bdi dir="ltr" className="font-semibold">
                {attempt.driver}
              </bdi>
              <Badge tone={tones[attempt.state] ?? 'neutral'}>
                {t(`attempt.state.${attemptStates.find((one) => one === attempt.state) ?? 'failed'}`)}
              </Badge>
              <Sum money={attempt.amount} />
              <span className="text-sm text-ink-faint">
                <When at={attempt.createdAt} />
              </span>
            </p>
            {attempt.receivedAmount !== null && attempt.receivedAmount !== attempt.amount.amount && (
              <p className="text-sm text-saffron-ink">
                {t('attempt.received')} <Sum money={{ ...attempt.amount, amount: attempt.receivedAmount }} />
              </p>
            )}
            <p className="text-sm text-ink-soft">
              {t('attempt.ref')} {attempt.ref === null ? '–' : <Code>{attempt.ref}</Code>}
            </p>
            {attempt.agreementRef !== null && (
              <p className="text-sm text-ink-soft">
                {t('attempt.agreement')} <Code>{attempt.agreementRef}</Code>
              </p>
            )}
            <p className="text-sm text-ink-faint">
              {t('attempt.asked', { times: formatNumber(locale, attempt.asks) })}{' '}
              {attempt.askedAt !== null && <When at={attempt.askedAt} />}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What gateways called us with, byte for byte. */
export function NoticeList({ notices }: Pick<OperatorPayment, 'notices'>) {
  const { t, locale } = useDesk();
  return (
    <Card title={t('payment.notices')}>
      {notices.length === 0 ? (
        <p className="text-ink-soft">{t('payment.noNotices')}</p>
      ) : (
        <ul>
          {notices.map((notice) => (
            <li key={notice.id} className={row}>
              <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
                <bdi dir="ltr" className="font-semibold">
                  {notice.method} {notice.driver}
                </bdi>
                {notice.verdict !== null && (
                  <Badge>
                    <bdi dir="ltr">{notice.verdict}</bdi>
                  </Badge>
                )}
                {notice.times > 1 && <span>{t('notice.times', { times: formatNumber(locale, notice.times) })}</span>}
                <span className="text-sm text-ink-faint">
                  <When at={notice.receivedAt} />
                </span>
              </p>
              <Fold label={t('notice.raw')}>
                <div className="flex flex-col gap-2">
                  <Raw label={t('notice.headers')}>
                    {Object.entries(notice.headers)
                      .map(([name, value]) => `${name}: ${value}`)
                      .join('\n') || '–'}
                  </Raw>
                  <Raw label={t('notice.body')}>{notice.body || '–'}</Raw>
                </div>
              </Fold>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Who changed what, and why. */
export function AuditList({ audit }: Pick<OperatorPayment, 'audit'>) {
  const { t } = useDesk();
  return (
    <Card title={t('payment.audit')}>
      {audit.length === 0 ? (
        <p className="text-ink-soft">{t('payment.noAudit')}</p>
      ) : (
        <ol>
          {audit.map((one, at) => (
            <li key={at} className={row}>
              <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
                <bdi dir="ltr" className="font-semibold">
                  {one.action}
                </bdi>
                <span className="text-sm text-ink-soft">
                  {one.actorId === null ? t('audit.system') : <Code>{one.actorId}</Code>}
                </span>
                <span className="text-sm text-ink-faint">
                  <When at={one.at} />
                </span>
              </p>
              {one.reason !== null && (
                <p dir="auto" className="own-words">
                  {one.reason}
                </p>
              )}
              {Object.keys(one.data).length > 0 && <RawFacts label={t('audit.data')} facts={one.data} />}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
