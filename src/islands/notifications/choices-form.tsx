import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AnswerOf } from '../../client/api.ts';
import type { getNotificationChoices } from '../../features/notifications/contract.ts';
import { often, type Kind, type Often } from '../../features/notifications/rules/kinds.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { Words } from './notifications-screen.tsx';

type View = AnswerOf<typeof getNotificationChoices>;
const key = ['notifications', 'choices'] as const;

/** How somebody hears of what: each choice is kept as soon as it is made. */
export function ChoicesForm({ words }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, words);
  const queries = useQueryClient();
  const found = useQuery({ queryKey: key, queryFn: api.getNotificationChoices });
  const save = useWrite(
    (intent, choices: Partial<Record<Kind, Often>>) => api.setNotificationChoices(intent, { choices }),
    (after) => {
      queries.setQueryData(key, after);
      notify({ tone: 'good', title: t('choices.saved') });
    },
  );
  if (found.isPending) return <SkeletonCards count={2} />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const view = found.data;
  // what was chosen shows at once, and goes back should it be refused
  const chosen = (one: View['choices'][number]): Often =>
    (save.isPending ? save.variables[one.kind] : undefined) ?? one.often;
  return (
    <Card title={t('choices.title')}>
      <p className="text-ink-soft wrap-anywhere">{t('choices.text', { address: `\u2066${view.address}\u2069` })}</p>
      {view.failingSince !== null && <Failing view={view} words={words} />}
      {save.isError && (
        <div className="mt-4">
          <ProblemNote problem={shownProblem(save.error, ui.t)} />
        </div>
      )}
      <ul className="mt-4 flex flex-col">
        {view.choices.map((one) => (
          <li
            key={one.kind}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line py-4"
          >
            <div className="min-w-0 grow basis-60">
              <p className="font-semibold">{t(`kind.${one.kind}`)}</p>
              <p className="text-sm text-ink-soft">{t(`kind.${one.kind}.text`)}</p>
            </div>
            {one.fixed ? (
              <Badge>{t('often.at_once')}</Badge>
            ) : (
              <Select
                label={t(`kind.${one.kind}`)}
                isLabelHidden
                placeholder=""
                className="w-full sm:w-44"
                value={chosen(one)}
                onChange={(next) => next !== one.often && save.mutate({ [one.kind]: next })}
                choices={often.map((id) => ({ id, label: t(`often.${id}`) }))}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-col gap-2 border-t border-line pt-4 text-sm text-ink-soft">
        <p>{t('choices.fixed')}</p>
        <p>{t('choices.daily', { hour: hourText(locale, view), zone: `\u2066${view.timeZone}\u2069` })}</p>
      </div>
    </Card>
  );
}

/** The hour of the mail of the day, as clocks are read in this language. */
const hourText = (locale: Parameters<typeof formatDateTime>[0], view: View): string =>
  formatDateTime(locale, new Date(Date.UTC(2026, 0, 1, view.dailyHour)), 'UTC', 'time');

function Failing({ view, words }: Words & { view: View }) {
  const { locale, me } = useAccount();
  const t = translator(locale, words);
  return (
    <p role="status" className="mt-4 flex gap-3 rounded-md bg-saffron-soft px-4 py-3 text-saffron-ink">
      <Icon name="alert" className="mt-0.5 size-5" />
      <span className="min-w-0 wrap-anywhere">
        {t('choices.failing', {
          address: `\u2066${view.address}\u2069`,
          date: formatDateTime(locale, new Date(view.failingSince ?? ''), me.timeZone, 'date'),
        })}
      </span>
    </p>
  );
}
