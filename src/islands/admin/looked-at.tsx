import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { conductClient, LookedThread } from '../../client/conduct-api.ts';
import type { ConductMessages } from '../../i18n/catalogs/conduct.ts';
import { translator } from '../../i18n/translate.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { Head, roomPath, useDesk } from './admin-frame.tsx';
import { When, whenText } from './shown.tsx';

type LookProps = { id: string; api: ReturnType<typeof conductClient>; conduct: ConductMessages };

/** First the reason, then the words: nothing of a conversation is on the screen before the log knows why. */
export function LookedAt({ id, api, conduct }: LookProps) {
  const { locale } = useDesk();
  const ui = useUi();
  const t = translator(locale, conduct);
  const [reason, setReason] = useState('');
  const [pages, setPages] = useState<readonly LookedThread[]>([]);
  const look = useMutation({
    mutationFn: (cursor: string | null) =>
      api.lookAtThread(id, { ...(reason.trim() && { reason: reason.trim() }), ...(cursor && { cursor }) }),
    onSuccess: (page) => setPages((before) => [page, ...before]),
  });
  const [oldest] = pages;
  const names = Object.fromEntries((oldest?.members ?? []).map(({ side, name }) => [side, name]));
  const messages = pages.flatMap((page) => page.messages);
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-5">
      <BackLink href={roomPath(locale, 'reports')}>{t('look.back')}</BackLink>
      <Head title={t('look.title')} />
      {!oldest && (
        <Card>
          <Form onSubmit={() => look.mutate(null)} fieldProblems={fieldProblems(look.error, ui.t)}>
            <TextField
              name="reason"
              label={t('look.why')}
              hint={t('look.whyHint')}
              value={reason}
              onChange={setReason}
              maxLength={500}
            />
            {look.isError && <ProblemNote problem={shownProblem(look.error, ui.t)} />}
            <Button type="submit" className="self-start" isPending={look.isPending}>
              {t('look.do')}
            </Button>
          </Form>
        </Card>
      )}
      {oldest && messages.length === 0 && <EmptyState title={t('look.empty')} />}
      {oldest?.nextCursor && (
        <Button
          variant="secondary"
          className="self-center"
          onPress={() => look.mutate(oldest.nextCursor)}
          isPending={look.isPending}
        >
          {t('look.older')}
        </Button>
      )}
      {messages.length > 0 && (
        <ol className="flex flex-col gap-3">
          {messages.map((one) => (
            <li
              key={one.id}
              className={`flex max-w-[88%] flex-col gap-1 ${one.side === 'talent' ? 'items-end self-end' : 'items-start self-start'}`}
            >
              <span className="px-1 text-sm text-ink-soft">
                {t(`look.${one.side}`)} · <bdi>{(one.name ?? names[one.side]) || t('gone')}</bdi>
                {one.to && <> · {t('look.to', { name: one.to })}</>}
              </span>
              <p
                dir="auto"
                className={`rounded-lg px-4 py-2.5 wrap-anywhere whitespace-pre-line ${one.side === 'talent' ? 'bg-palm-soft' : 'border border-line bg-raised'}`}
              >
                {one.body}
              </p>
              {one.attachments.map(({ name }) => (
                <bdi key={name} className="px-1 text-sm text-ink-soft">
                  {name}
                </bdi>
              ))}
              <span className="px-1 text-xs text-ink-faint">
                <When at={one.sentAt} />
                {one.takenBackAt && (
                  <span className="text-rose-ink">
                    {' · '}
                    {t('look.takenBack', { date: whenText(locale, one.takenBackAt) })}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
