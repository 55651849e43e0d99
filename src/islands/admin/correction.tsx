import { useState } from 'react';
import { currencies, type Currency } from '../../core/money.ts';
import { accounts, type Account } from '../../features/ledger/rules.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { MoneyField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useDesk } from './admin-frame.tsx';
import { leftOver, type DraftLine } from './correction-draft.ts';
import { Sum } from './shown.tsx';
import { WriteDialog } from './write-dialog.tsx';

const blank: DraftLine = { account: null, side: 'debit', amount: null, driver: '', userId: '' };

/** An entry by hand. Nothing is ever changed in the books, so a slip is answered by another entry, balanced and explained. */
export function Correction({ onClose }: { onClose: () => void }) {
  const { api, t } = useDesk();
  const ui = useUi();
  const [currency, setCurrency] = useState<Currency>('IQD');
  const [words, setWords] = useState('');
  const [lines, setLines] = useState<readonly DraftLine[]>([blank, { ...blank, side: 'credit' }]);
  const put = (at: number, change: Partial<DraftLine>) =>
    setLines(lines.map((line, index) => (index === at ? { ...line, ...change } : line)));
  const left = leftOver(lines);
  const whole = lines.flatMap(({ account, side, amount, driver, userId }) =>
    account === null || amount === null || amount === 0
      ? []
      : [
          {
            account,
            amount: side === 'debit' ? amount : -amount,
            currency,
            ...(driver.trim() && { driver: driver.trim() }),
            ...(userId.trim() && { userId: userId.trim() }),
          },
        ],
  );
  return (
    <WriteDialog
      title={t('correct.title')}
      onClose={onClose}
      write={(key, body: Parameters<typeof api.correctLedger>[1]) => api.correctLedger(key, body)}
      input={left === 0 && whole.length === lines.length ? { words, lines: whole } : null}
      submitLabel={t('correct.do')}
      done={t('correct.done')}
    >
      <p className="text-ink-soft">{t('correct.text')}</p>
      <Select
        label={t('col.currency')}
        placeholder={t('choose')}
        value={currency}
        onChange={setCurrency}
        choices={currencies.map((id) => ({ id, label: t(`currency.${id}`) }))}
      />
      {lines.map((line, at) => (
        <fieldset key={at} className="flex flex-col gap-3 rounded-md border border-line p-3">
          <legend className="px-1 text-sm text-ink-faint">{t('correct.line', { number: at + 1 })}</legend>
          <div className="flex items-end gap-2">
            <Select<Account>
              label={t('col.account')}
              placeholder={t('choose')}
              isRequired
              value={line.account}
              onChange={(account) => put(at, { account })}
              choices={accounts.map((id) => ({ id, label: t(`account.${id}`) }))}
              className="min-w-0 grow"
            />
            {lines.length > 2 && (
              <IconButton
                icon="close"
                label={ui.t('action.remove')}
                onPress={() => setLines(lines.filter((_, index) => index !== at))}
              />
            )}
          </div>
          <div className="grid grid-cols-2 gap-3">
            <Select
              label={t('correct.side')}
              placeholder={t('choose')}
              value={line.side}
              onChange={(side) => put(at, { side })}
              choices={[
                { id: 'debit', label: t('col.debit') },
                { id: 'credit', label: t('col.credit') },
              ]}
            />
            <MoneyField
              label={t('col.amount')}
              isRequired
              currency={currency}
              unit={currency}
              amount={line.amount}
              onChange={(amount) => put(at, { amount })}
            />
          </div>
          <TextField
            label={t('correct.where')}
            hint={t('correct.where.hint')}
            isRequired={false}
            value={line.driver}
            onChange={(driver) => put(at, { driver })}
          />
          {line.account === 'owed' || line.account === 'paid_out' ? (
            <TextField
              label={t('correct.whose')}
              isRequired
              value={line.userId}
              onChange={(userId) => put(at, { userId })}
            />
          ) : null}
        </fieldset>
      ))}
      {lines.length < 20 && (
        <Button variant="quiet" size="sm" icon="plus" onPress={() => setLines([...lines, blank])}>
          {t('correct.more')}
        </Button>
      )}
      <p role="status" className={left === 0 ? 'text-palm-ink' : 'text-saffron-ink'}>
        {left === 0 ? (
          t('ledger.balanced')
        ) : (
          <>
            {t('correct.left')} <Sum money={{ amount: left, currency }} />
          </>
        )}
      </p>
      <TextArea label={t('correct.words')} isRequired maxLength={1000} value={words} onChange={setWords} rows={2} />
    </WriteDialog>
  );
}
