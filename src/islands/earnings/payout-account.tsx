import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PayoutMethod } from '../../features/ledger/rules.ts';
import { payoutNumber } from '../../features/ledger/rules/payout-account.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { Button } from '../ui/button.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Account = { method: PayoutMethod; holder: string; number: string };

/** Where a talent is paid. Shown as it is kept; changed in a form of its own. */
export function PayoutAccount({ plans }: { plans: PlansMessages }) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const [isEditing, setEditing] = useState(false);
  const found = useQuery({ queryKey: ['payout account'], queryFn: () => api.getPayoutAccount() });
  const body = () => {
    if (found.isPending) return <Skeleton />;
    if (!found.data)
      return (
        <ProblemNote
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      );
    const { account, methods } = found.data;
    if (!account || isEditing)
      return (
        <AccountForm
          account={account}
          methods={methods}
          plans={plans}
          onDone={() => setEditing(false)}
          onCancel={account ? () => setEditing(false) : null}
        />
      );
    return (
      <>
        <Facts
          facts={[
            { label: t('account.method'), value: t(`account.method.${account.method}`) },
            { label: t('account.holder'), value: <bdi>{account.holder}</bdi> },
            {
              label: t(`account.number.${account.method}`),
              value: (
                <bdi dir="ltr" className="figures break-all">
                  {account.number}
                </bdi>
              ),
            },
            {
              label: t('account.since'),
              value: formatDateTime(locale, new Date(account.updatedAt), myTimeZone(), 'date'),
            },
          ]}
        />
        <Button variant="secondary" size="sm" icon="edit" className="mt-4" onPress={() => setEditing(true)}>
          {t('account.change')}
        </Button>
      </>
    );
  };
  return <Card title={t('account.title')}>{body()}</Card>;
}

type AccountFormProps = {
  account: Account | null;
  methods: readonly PayoutMethod[];
  plans: PlansMessages;
  onDone: () => void;
  onCancel: (() => void) | null;
};

function AccountForm({ account, methods, plans, onDone, onCancel }: AccountFormProps) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const queries = useQueryClient();
  const [method, setMethod] = useState<PayoutMethod | null>(account?.method ?? null);
  const [holder, setHolder] = useState(account?.holder ?? '');
  const [number, setNumber] = useState(account?.number ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const save = useWrite(
    (key, body: Account) => api.setPayoutAccount(key, body),
    (kept) => {
      queries.setQueryData(['payout account'], kept);
      notify({ tone: 'good', title: t('account.saved') });
      onDone();
    },
  );
  const submit = () => {
    if (!method) return;
    const read = payoutNumber(method, number);
    setProblem(read.ok ? null : t(`account.wrong.${read.why}`));
    if (read.ok) save.mutate({ method, holder: holder.trim(), number });
  };
  const problems = { ...fieldProblems(save.error, ui.t), ...(problem !== null && { number: problem }) };
  return (
    <Form onSubmit={submit} fieldProblems={problems}>
      {!account && <p className="text-ink-soft">{t('account.none')}</p>}
      <Select
        name="method"
        label={t('account.method')}
        placeholder={t('account.choose')}
        isRequired
        value={method}
        onChange={(chosen) => {
          setMethod(chosen);
          setProblem(null);
        }}
        choices={methods.map((id) => ({ id, label: t(`account.method.${id}`) }))}
      />
      <TextField
        name="holder"
        label={t('account.holder')}
        hint={t('account.holder.hint')}
        isRequired
        maxLength={120}
        autoComplete="name"
        value={holder}
        onChange={setHolder}
      />
      {method && (
        <TextField
          key={method}
          name="number"
          label={t(`account.number.${method}`)}
          hint={t(`account.number.${method}.hint`)}
          isRequired
          maxLength={60}
          inputMode={method === 'bank' || method === 'fib' ? 'text' : 'tel'}
          value={number}
          onChange={(typed) => {
            setNumber(typed);
            setProblem(null);
          }}
        />
      )}
      {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isPending={save.isPending}>
          {ui.t('action.save')}
        </Button>
        {onCancel && (
          <Button variant="quiet" onPress={onCancel}>
            {ui.t('action.cancel')}
          </Button>
        )}
      </div>
    </Form>
  );
}
