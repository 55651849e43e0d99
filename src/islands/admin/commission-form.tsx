import { useState } from 'react';
import type * as z from 'zod';
import { currencies, isCurrency } from '../../core/money.ts';
import type { commissionRule } from '../../features/ledger/schema.ts';
import { plans } from '../../features/ledger/rules/commission.ts';
import { MoneyField, NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { useDesk } from './admin-frame.tsx';
import { WriteDialog } from './write-dialog.tsx';

export type Rule = z.output<typeof commissionRule>;
const everybody = 'everybody';
const talent = 'talent';
const anyCurrency = 'any';

/** Another rule for payments to come. One of the same scope that is in force ends with it. */
export function CommissionForm({ onClose }: { onClose: () => void }) {
  const { api, t } = useDesk();
  const [whom, setWhom] = useState<string>(everybody);
  const [talentUserId, setTalentUserId] = useState('');
  const [scope, setScope] = useState<string>(anyCurrency);
  const [percent, setPercent] = useState<number | null>(null);
  const [fixed, setFixed] = useState<number | null>(null);
  const [minimum, setMinimum] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const currency = isCurrency(scope) ? scope : null;
  return (
    <WriteDialog
      title={t('rule.title')}
      onClose={onClose}
      write={(key, body: Parameters<typeof api.setCommissionRule>[1]) => api.setCommissionRule(key, body)}
      input={
        percent === null
          ? null
          : {
              talentUserId: whom === talent ? talentUserId.trim() : null,
              plan: plans.find((plan) => plan === whom) ?? null,
              currency,
              basisPoints: Math.round(percent * 100),
              fixed: currency === null ? 0 : (fixed ?? 0),
              minimum: currency === null ? 0 : (minimum ?? 0),
              reason: reason.trim(),
            }
      }
      submitLabel={t('rule.set')}
      done={(answer) => t(answer.ended === null ? 'rule.done' : 'rule.doneReplaced')}
    >
      <p className="text-ink-soft">{t('rule.text')}</p>
      <Select
        name="plan"
        label={t('rule.whom')}
        placeholder={t('choose')}
        value={whom}
        onChange={setWhom}
        choices={[
          { id: everybody, label: t('rule.everybody') },
          ...plans.map((plan) => ({ id: plan, label: t('rule.plan', { plan }) })),
          { id: talent, label: t('rule.oneTalent') },
        ]}
      />
      {whom === talent && (
        <TextField
          name="talentUserId"
          label={t('userId')}
          hint={t('userId.hint')}
          isRequired
          maxLength={100}
          value={talentUserId}
          onChange={setTalentUserId}
        />
      )}
      <Select
        name="currency"
        label={t('col.currency')}
        placeholder={t('choose')}
        value={scope}
        onChange={setScope}
        choices={[
          { id: anyCurrency, label: t('rule.anyCurrency') },
          ...currencies.map((id) => ({ id, label: t(`currency.${id}`) })),
        ]}
      />
      <NumberField
        name="basisPoints"
        label={t('rule.share')}
        isRequired
        minValue={0}
        maxValue={100}
        formatOptions={{ maximumFractionDigits: 2 }}
        unit="%"
        value={percent}
        onChange={setPercent}
      />
      {currency !== null && (
        <div className="grid gap-4 sm:grid-cols-2">
          <MoneyField
            name="fixed"
            label={t('rule.fixed')}
            isRequired={false}
            currency={currency}
            unit={currency}
            amount={fixed}
            onChange={setFixed}
          />
          <MoneyField
            name="minimum"
            label={t('rule.minimum')}
            isRequired={false}
            currency={currency}
            unit={currency}
            amount={minimum}
            onChange={setMinimum}
          />
        </div>
      )}
      <TextArea
        name="reason"
        label={t('reason')}
        isRequired
        maxLength={500}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
