import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { WhatsappNumber } from '../../client/photos-api.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { PhotosPart } from './photos-screen.tsx';

/** A number on WhatsApp: given, proved by a code, and let go. Not there where this site has no WhatsApp. */
export function NumberCard({ calls, t }: PhotosPart) {
  const ui = useUi();
  const queries = useQueryClient();
  const [number, setNumber] = useState('');
  const [code, setCode] = useState('');
  const found = useQuery({ queryKey: ['whatsapp number'], queryFn: () => calls.number() });
  const keep = (now: WhatsappNumber) => void queries.setQueryData(['whatsapp number'], now);
  const give = useWrite((key, body: { number: string }) => calls.giveNumber(key, body), keep);
  const confirm = useWrite((key, body: { code: string }) => calls.confirm(key, body), keep);
  const choose = useWrite((key, body: { showAtOnce: boolean }) => calls.choose(key, body), keep);
  const forget = useWrite((key) => calls.forget(key), keep);
  const mine = found.data;
  if (!mine?.available) return null;
  const trouble = choose.error ?? forget.error;
  return (
    <Card title={t('number.title')} className="min-w-0">
      <p className="mb-4 text-sm text-ink-soft">{t('number.text')}</p>
      {trouble && <ProblemNote problem={shownProblem(trouble, ui.t)} />}
      {mine.number !== null && (
        <p className="mb-3 font-semibold">
          <bdi dir="ltr">{mine.number}</bdi>{' '}
          <span className="text-sm font-normal text-ink-soft">
            {t(mine.verified ? 'number.yours' : 'number.waits')}
          </span>
        </p>
      )}
      {mine.verified ? (
        <div className="flex flex-col items-start gap-3">
          <Switch
            label={t('number.show')}
            isOn={mine.showAtOnce}
            onChange={(showAtOnce) => choose.mutate({ showAtOnce })}
          />
          <Button variant="quiet" size="sm" isPending={forget.isPending} onPress={() => forget.mutate(undefined)}>
            {t('number.forget')}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col gap-6">
          {mine.number !== null && (
            <Form fieldProblems={fieldProblems(confirm.error, ui.t)} onSubmit={() => confirm.mutate({ code })}>
              <TextField
                name="code"
                label={t('number.code')}
                hint={t('number.codeHint')}
                inputMode="numeric"
                autoComplete="one-time-code"
                isRequired
                maxLength={20}
                value={code}
                onChange={setCode}
              />
              {confirm.error && <ProblemNote problem={shownProblem(confirm.error, ui.t)} />}
              <div>
                <Button type="submit" isPending={confirm.isPending}>
                  {t('number.confirm')}
                </Button>
              </div>
            </Form>
          )}
          <Form fieldProblems={fieldProblems(give.error, ui.t)} onSubmit={() => give.mutate({ number })}>
            <TextField
              name="number"
              type="tel"
              label={t(mine.number === null ? 'number.number' : 'number.other')}
              hint={t('number.hint')}
              autoComplete="tel"
              isRequired
              maxLength={40}
              value={number}
              onChange={setNumber}
            />
            {give.error && <ProblemNote problem={shownProblem(give.error, ui.t)} />}
            <div>
              <Button type="submit" variant="secondary" isPending={give.isPending}>
                {t('number.send')}
              </Button>
            </div>
          </Form>
        </div>
      )}
    </Card>
  );
}
