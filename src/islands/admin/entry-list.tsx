import type { Currency } from '../../core/money.ts';
import { accounts, entryKinds } from '../../features/ledger/rules.ts';
import { useDesk } from './admin-frame.tsx';
import { Code, ShortId, Sum, When } from './shown.tsx';

type Line = { account: string; amount: number; currency: Currency; driver: string | null; userId: string | null };
type Entry = {
  id: string;
  kind: string;
  at: string;
  lines: readonly Line[];
  paymentId?: string | null;
  facts?: Record<string, unknown>;
};

/** Entries as books show them: each line on its side. The sums at the foot are made from the lines that are shown. */
export function EntryList({ entries, withTotals = false }: { entries: readonly Entry[]; withTotals?: boolean }) {
  const { t, locale } = useDesk();
  const accountName = (account: string) => {
    const known = accounts.find((one) => one === account);
    return known ? t(`account.${known}`) : account;
  };
  const kindName = (kind: string) => {
    const known = entryKinds.find((one) => one === kind);
    return known ? t(`entry.${known}`) : kind;
  };
  const lines = entries.flatMap((entry) => entry.lines);
  const used = [...new Set(lines.map((line) => line.currency))];
  const total = (currency: Currency, side: 1 | -1) =>
    lines.reduce((sum, one) => (one.currency === currency && one.amount * side > 0 ? sum + one.amount * side : sum), 0);
  return (
    <div className="relative -mx-2 overflow-x-auto px-2" tabIndex={0} role="region" aria-label={t('ledger.entries')}>
      <table className="w-full text-start text-xs sm:text-sm">
        <caption className="visually-hidden">{t('ledger.entries')}</caption>
        <thead>
          <tr className="border-b border-line-strong text-ink-soft">
            <th scope="col" className="py-2 pe-1.5 sm:pe-3 text-start font-semibold">
              {t('col.account')}
            </th>
            <th scope="col" className="px-1.5 py-2 text-end sm:px-3 font-semibold">
              {t('col.debit')}
            </th>
            <th scope="col" className="py-2 ps-1.5 text-end sm:ps-3 font-semibold">
              {t('col.credit')}
            </th>
          </tr>
        </thead>
        {entries.map((entry) => (
          <tbody key={entry.id} className="border-b border-line">
            <tr>
              <th scope="rowgroup" colSpan={3} className="pt-3 pb-1 text-start font-normal">
                <span className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
                  <span className="font-semibold">{kindName(entry.kind)}</span>
                  <span className="text-ink-faint">
                    <When at={entry.at} />
                  </span>
                  {entry.paymentId && (
                    <a className="link" href={`/${locale}/admin/payments/${entry.paymentId}/`}>
                      {t('col.payment')} <ShortId id={entry.paymentId} />
                    </a>
                  )}
                </span>
                {typeof entry.facts?.words === 'string' && (
                  <span dir="auto" className="block text-ink-soft">
                    {entry.facts.words}
                  </span>
                )}
              </th>
            </tr>
            {entry.lines.map((line, at) => (
              <tr key={at} className="align-baseline">
                <td className="py-1 pe-1.5 sm:pe-3">
                  <span className="me-2">{accountName(line.account)}</span>
                  {line.driver !== null && (
                    <span className="text-ink-faint">
                      <Code>{line.driver}</Code>
                    </span>
                  )}
                  {line.userId !== null && (
                    <span className="block text-ink-faint">
                      <Code>{line.userId}</Code>
                    </span>
                  )}
                </td>
                <td className="px-1.5 py-1 text-end sm:px-3">{line.amount > 0 && <Sum money={line} />}</td>
                <td className="py-1 ps-1.5 text-end sm:ps-3">
                  {line.amount < 0 && <Sum money={{ ...line, amount: -line.amount }} />}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
        {withTotals && (
          <tfoot>
            {used.map((currency) => (
              <tr key={currency} className="font-semibold">
                <th scope="row" className="py-2 pe-1.5 sm:pe-3 text-start">
                  {t('col.total')}
                </th>
                <td className="px-1.5 py-2 text-end sm:px-3">
                  <Sum money={{ amount: total(currency, 1), currency }} />
                </td>
                <td className="py-2 ps-1.5 text-end sm:ps-3">
                  <Sum money={{ amount: total(currency, -1), currency }} />
                </td>
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </div>
  );
}
