import { useEffect, useRef, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { safeReturn } from '../../client/auth.ts';
import { registrationClient, type Registration } from '../../client/registration-api.ts';
import type { OnboardingBody } from '../../client/api.ts';
import type { Locale } from '../../core/locale.ts';
import type { MeView } from '../../features/identity/schema.ts';
import { stepsOf, type QuestionName, type StepName } from '../../features/registration/rules/questions.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import { formatNumber } from '../../i18n/format.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { askedIn, bodyOf, filled, needsGuardian, wrongIn, type Defaults } from './answers.ts';
import { Finished, hasAfterword } from './finished.tsx';
import { KindChoice } from './kind-choice.tsx';
import { QuestionField } from './question-field.tsx';
import { registrationKey, useRegistration, type Saving } from './use-registration.ts';

type Words = { onboarding: OnboardingMessages; labels: Catalog };

export function OnboardingScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common} welcomesNewcomers>
      <Onboarding {...words} />
    </AccountFrame>
  );
}

function Onboarding(words: Words) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, words.onboarding);
  const [api] = useState(() => registrationClient(locale));
  // an account that is there when the page opens is not made again; one that is made here is told what comes next
  const [wasThere] = useState(me.onboarded);
  const found = useQuery({
    queryKey: registrationKey,
    queryFn: () => api.getRegistration(),
    enabled: !wasThere,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  if (wasThere)
    return (
      <EmptyState
        title={t('already.title')}
        action={<LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>}
      >
        {t('already.text')}
      </EmptyState>
    );
  if (found.isPending) return <SkeletonCards />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  return <Steps {...words} api={api} found={found.data} />;
}

function Steps({
  onboarding,
  labels,
  api,
  found,
}: Words & { api: ReturnType<typeof registrationClient>; found: Registration }) {
  const account = useAccount();
  const { me, locale } = account;
  const ui = useUi();
  const queries = useQueryClient();
  const t = translator(locale, onboarding);
  const label = translator(locale, labels);
  const { draft, change, answer, save, saving, resumed, startOver, finish } = useRegistration(api, found);
  const [asksAgain, setAsksAgain] = useState(false);
  const [tried, setTried] = useState<{ step: StepName; at: number } | null>(null);
  const [made, setMade] = useState<MeView | null>(null);
  const head = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const { kind } = draft;
  const steps = stepsOf(kind);
  const step = steps.includes(draft.step) ? draft.step : 'kind';
  const at = steps.indexOf(step);
  const isLast = kind !== null && at === steps.length - 1;
  const defaults: Defaults = { name: me.name, email: me.email, locale, timeZone: myTimeZone() };
  const answers = kind ? filled(kind, draft.answers, defaults) : draft.answers;

  const onward = (after: MeView) =>
    safeReturn(
      new URLSearchParams(location.search).get('return'),
      after.role === 'talent' ? `/${after.locale}/profile/` : `/${after.locale}/dashboard/`,
    );
  const send = useWrite(
    (key, body: OnboardingBody) => account.api.completeOnboarding(key, body),
    (after) => {
      finish();
      if (kind && hasAfterword(kind, after)) {
        setMade(after);
        queries.setQueryData(['me'], after);
      } else location.replace(onward(after));
    },
  );
  const again = useWrite(
    (key, _: null) => startOver(key),
    () => {
      setAsksAgain(false);
      setTried(null);
      send.reset();
    },
  );
  // a new step is read from its head
  useEffect(() => {
    if (moved.current) head.current?.focus();
    moved.current = true;
  }, [step]);

  if (made && kind) return <Finished kind={kind} me={made} onward={onward(made)} t={t} />;

  const go = (to: StepName | undefined) => {
    if (!to) return;
    setTried(null);
    send.reset();
    change({ step: to });
    void save();
  };
  const submit = () => {
    if (!kind) return;
    // what stands in a field that nobody touched is an answer too
    change({ answers });
    const wrong = step === 'kind' ? {} : wrongIn(kind, step, answers, defaults, new Date());
    if (Object.keys(wrong).length > 0) {
      setTried({ step, at: Date.now() });
      return;
    }
    if (!isLast) {
      go(steps[at + 1]);
      return;
    }
    // a step before this one may have been left open on another device
    const open = steps.find((one) => Object.keys(wrongIn(kind, one, answers, defaults, new Date())).length > 0);
    const body = open ? null : bodyOf(kind, answers, new Date());
    if (body) send.mutate(body);
    else if (open) {
      go(open);
      setTried({ step: open, at: Date.now() });
    }
  };

  const wrong = kind && tried?.step === step ? wrongIn(kind, step, answers, defaults, new Date()) : {};
  const problems = {
    ...fieldProblems(send.error, ui.t),
    ...Object.fromEntries(Object.entries(wrong).map(([name, why]) => [name, t(`wrong.${why}`)])),
  };
  const titleOf = (one: StepName): string =>
    translateIfKnown(onboarding, `step.${one}.${kind ?? ''}`, t(`step.${one}`));
  const part = { answers, onAnswer: answer, locale, words: onboarding, t, label: (key: string) => label(key) };

  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-6">
      <header>
        <h1 className="text-3xl">{t('title')}</h1>
        <p className="mt-2 text-lg text-ink-soft">{t('text')}</p>
      </header>
      {resumed && step === found.draft?.step && (
        <p className="rounded-md border-s-4 border-palm bg-palm-soft px-4 py-3 text-palm-ink" role="status">
          {t('resumed')}
        </p>
      )}
      <div className="flex flex-col gap-3">
        <Progress
          at={at + 1}
          of={kind ? steps.length : 3}
          text={t('step', {
            at: formatNumber(locale, at + 1),
            of: formatNumber(locale, kind ? steps.length : 3),
          })}
        />
        <h2 className="text-2xl outline-none" tabIndex={-1} ref={head}>
          {titleOf(step)}
        </h2>
      </div>
      <Form onSubmit={submit} fieldProblems={problems}>
        {step === 'kind' ? (
          <KindChoice kind={kind} onChoose={(chosen) => change({ kind: chosen })} looked={found.approvalFor} t={t} />
        ) : (
          kind && (
            <Card as="div">
              <div className="flex flex-col gap-5">
                {askedIn(kind, step, answers, new Date()).map(({ name, required }) => (
                  <div key={name} className="contents">
                    {name === 'guardianName' && needsGuardian(answers, new Date()) && (
                      <div className="rounded-md border-s-4 border-saffron bg-saffron-soft px-4 py-3 text-saffron-ink">
                        <p className="font-semibold">{t('minor.title')}</p>
                        <p className="mt-1">{t('minor.text')}</p>
                      </div>
                    )}
                    <QuestionField name={name as QuestionName} required={required} kind={kind} {...part} />
                  </div>
                ))}
              </div>
            </Card>
          )
        )}
        {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" size="lg" isPending={send.isPending} isDisabled={!kind}>
            {t(isLast ? 'send' : 'next')}
          </Button>
          {at > 0 && (
            <Button variant="secondary" size="lg" onPress={() => go(steps[at - 1])}>
              {t('back')}
            </Button>
          )}
          {kind && (
            <Button variant="quiet" size="lg" onPress={() => setAsksAgain(true)}>
              {t('again')}
            </Button>
          )}
          <SavedLine saving={saving} hasBegun={kind !== null} t={t} saved={ui.t('state.saving')} />
        </div>
      </Form>
      <ConfirmDialog
        title={t('again.title')}
        isOpen={asksAgain}
        onClose={() => {
          setAsksAgain(false);
          again.reset();
        }}
        confirmLabel={t('again.confirm')}
        cancelLabel={t('again.keep')}
        onConfirm={() => again.mutate(null)}
        isPending={again.isPending}
        isDangerous
      >
        <p>{t('again.text')}</p>
        {again.isError && <ProblemNote problem={shownProblem(again.error, ui.t)} />}
      </ConfirmDialog>
    </div>
  );
}

/** How far one is, for the eye and for the ear. */
function Progress({ at, of, text }: { at: number; of: number; text: string }) {
  return (
    <div>
      <p className="text-sm text-ink-soft">{text}</p>
      <div className="mt-2 flex gap-1.5" aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <span key={index} className={`h-1.5 grow rounded-full ${index < at ? 'bg-palm' : 'bg-line'}`} />
        ))}
      </div>
    </div>
  );
}

type LineProps = {
  saving: Saving;
  hasBegun: boolean;
  saved: string;
  t: ReturnType<typeof translator<OnboardingMessages>>;
};
/** What the server has of it, in one quiet line. */
function SavedLine({ saving, hasBegun, saved, t }: LineProps) {
  const text =
    saving === 'saving'
      ? saved
      : saving === 'failed'
        ? t('save.failed')
        : saving === 'waiting'
          ? t('save.waiting')
          : hasBegun
            ? t('save.saved')
            : '';
  return (
    <p
      role="status"
      className={`flex min-h-6 grow items-center gap-1.5 text-sm ${saving === 'failed' ? 'text-rose-ink' : 'text-ink-soft'}`}
    >
      {saving === 'same' && hasBegun && <Icon name="check" className="size-4.5 shrink-0 text-palm-ink" />}
      {text}
    </p>
  );
}
