import type { ReactNode } from 'react';
import { readText, type Locale } from '../../core/locale.ts';
import { creditedOf } from '../../features/documents/rules.ts';
import type { DocumentView } from '../../features/documents/schema.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { Translate } from '../../i18n/translate.ts';
import { offsetText, periodText } from '../bookings/booking-when.tsx';
import { Badge } from '../ui/badge.tsx';

type SheetProps = { document: DocumentView; locale: Locale; t: Translate<PaymentMessages>; brand: string };

/** Numbers and references read from left to right in every language, and a number is never broken in two. */
const Code = ({ children }: { children: string }) => (
  <bdi dir="ltr" className="figures whitespace-nowrap">
    {children}
  </bdi>
);

/** The sheet itself, in the reader's language and direction. What it says was fixed when it was issued. */
export function DocumentSheet({ document, locale, t, brand }: SheetProps) {
  const { kind, seller, paid, sold } = document;
  const credited = creditedOf(
    document.amount.amount,
    document.creditNotes.map(({ amount }) => amount),
  );
  const moment = (at: string) => (
    <>
      <span className="figures">{formatDateTime(locale, new Date(at), document.timeZone, 'shortDateTime')}</span>{' '}
      <span className="text-sm text-ink-faint">{offsetText(locale, document.timeZone, new Date(at))}</span>
    </>
  );
  const title = readText(sold.title, locale);
  const rows: [string, ReactNode][] = [
    [t('receipt.issuedAt'), moment(document.issuedAt)],
    ...(document.credits === null
      ? []
      : ([
          [
            t('receipt.credits'),
            <a className="underline" href={`/${locale}/documents/${document.credits.id}/`}>
              <Code>{document.credits.number}</Code>
            </a>,
          ],
        ] satisfies [string, ReactNode][])),
    [t('receipt.payer'), <bdi>{document.payer.name}</bdi>],
    ...(document.payee === null
      ? []
      : ([[t('receipt.payee'), <bdi>{document.payee.name}</bdi>]] satisfies [string, ReactNode][])),
    [t('receipt.service'), <bdi lang={title?.locale}>{title?.text}</bdi>],
    soldRow(document, locale, t),
    [t('receipt.paidAt'), moment(paid.at)],
    [t('receipt.gateway'), <bdi>{paid.title}</bdi>],
    [
      t('receipt.reference'),
      <bdi dir="ltr" className="font-mono text-sm break-all">
        {paid.reference}
      </bdi>,
    ],
    ...(document.refunded === null
      ? []
      : ([
          [t('receipt.refundedAt'), moment(document.refunded.at)],
          ...(document.refunded.reference === ''
            ? []
            : [
                [
                  t('receipt.refundReference'),
                  <bdi dir="ltr" className="font-mono text-sm break-all">
                    {document.refunded.reference}
                  </bdi>,
                ],
              ]),
        ] as [string, ReactNode][])),
  ];
  return (
    <article className="overflow-hidden rounded-lg border border-line bg-raised print:rounded-none print:border-0">
      <div className="woven text-clay print:hidden" aria-hidden="true" />
      <div className="flex flex-col gap-6 p-6 sm:p-9 print:p-0">
        <header className="flex flex-wrap items-start justify-between gap-4">
          <div>
            <p className="flex items-center gap-2 font-display text-lg font-head">
              <img src="/favicon.svg" alt="" className="size-8" />
              {brand}
            </p>
            <h1 className="mt-2 text-3xl">{t(`${kind}.title`)}</h1>
            <p className="mt-1 text-lg text-ink-soft">
              <span className="visually-hidden">{t('receipt.number')} </span>
              <Code>{document.number}</Code>
            </p>
          </div>
          <Badge tone={kind !== 'credit_note' && credited === 'none' ? 'good' : 'neutral'}>
            {t(kind === 'credit_note' ? 'receipt.state.credit_note' : `receipt.state.${credited}`)}
          </Badge>
        </header>
        <address className="text-sm text-ink-soft not-italic">
          <span className="block text-ink-faint">{t('receipt.seller')}</span>
          <span className="block font-semibold text-ink">
            <bdi>{seller.name}</bdi>
          </span>
          {seller.address !== '' && (
            <span className="block whitespace-pre-line">
              <bdi>{seller.address}</bdi>
            </span>
          )}
          {seller.taxId !== '' && (
            <span className="block">
              {t('receipt.taxId')} <Code>{seller.taxId}</Code>
            </span>
          )}
        </address>
        <dl className="flex flex-col">
          {rows.map(([label, value]) => (
            <div
              key={label}
              className="break-inside-avoid border-t border-line py-2.5 sm:flex sm:justify-between sm:gap-6 print:flex print:justify-between print:gap-6"
            >
              <dt className="text-ink-faint">{label}</dt>
              <dd className="sm:text-end print:text-end">{value}</dd>
            </div>
          ))}
          <div className="flex break-inside-avoid flex-wrap items-baseline justify-between gap-x-6 border-t-2 border-ink py-3">
            <dt className="text-lg font-semibold">
              {t(kind === 'credit_note' ? 'receipt.creditedAmount' : 'receipt.amount')}
            </dt>
            <dd className="figures text-2xl font-semibold whitespace-nowrap">{formatMoney(locale, document.amount)}</dd>
          </div>
        </dl>
        {document.creditNotes.length > 0 && (
          <section className="break-inside-avoid">
            <h2 className="text-lg">{t('receipt.creditNotes')}</h2>
            <ul className="mt-2 flex flex-col gap-1">
              {document.creditNotes.map((note) => (
                <li key={note.id} className="flex flex-wrap justify-between gap-x-6">
                  <a className="underline" href={`/${locale}/documents/${note.id}/`}>
                    {t('receipt.creditNote', { number: `\u2066${note.number}\u2069` })}
                  </a>
                  <span className="figures whitespace-nowrap">{formatMoney(locale, note.amount)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <p className="text-sm text-ink-faint">
          {t(`receipt.foot.${kind}`, {
            seller: seller.name,
            number: `\u2066${document.credits?.number ?? document.number}\u2069`,
          })}
        </p>
      </div>
    </article>
  );
}

function soldRow({ sold, timeZone }: DocumentView, locale: Locale, t: Translate<PaymentMessages>): [string, ReactNode] {
  const thing = sold.for;
  if (thing.kind === 'credits') return [t('receipt.for.credits'), t('receipt.creditCount', { count: thing.count })];
  const [start, end] = [new Date(thing.startsAt), new Date(thing.endsAt)];
  if (thing.kind === 'period')
    return [
      t('receipt.for.period'),
      <span className="figures">
        {formatDateTime(locale, start, timeZone, 'date')} – {formatDateTime(locale, end, timeZone, 'date')}
      </span>,
    ];
  return [
    t('receipt.when'),
    <>
      <span className="block">{formatDateTime(locale, start, thing.timeZone, 'longDay')}</span>
      <span className="figures whitespace-nowrap">{periodText(locale, start, end, thing.timeZone)}</span>{' '}
      <span className="text-sm text-ink-faint">{offsetText(locale, thing.timeZone, start)}</span>
    </>,
  ];
}
