import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { agentsClient } from '../../client/agents-api.ts';
import type { AgentsMessages } from '../../i18n/catalogs/agents.ts';
import { translator } from '../../i18n/translate.ts';
import { codeOf, shownProblem } from '../account/problems.ts';
import { useAccount } from '../account/account-frame.tsx';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type SuggestedProps = {
  threadId: string;
  /** the newest word in the thread: a proposal about an older one is thrown away, and a new one may be under way */
  after?: string | undefined;
  agents: AgentsMessages;
  /** puts it into the talent's hand; nothing is sent by it */
  onUse: (text: string) => void;
};

const soon = 2_500;
const seldom = 30_000;
/** An agent answers within seconds or not at all; so the first looks follow each other quickly. */
const quickLooks = 4;

/** What an agent proposes for this thread. Without an agent it is nothing at all. */
export function SuggestedReply({ threadId, after, agents, onUse }: SuggestedProps) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, agents);
  const queries = useQueryClient();
  const [calls] = useState(() => agentsClient(locale));
  const queryKey = ['suggestions', threadId, after ?? ''];
  const found = useQuery({
    queryKey,
    queryFn: () => calls.listSuggestions(threadId),
    enabled: me.role === 'talent',
    // it is an aside: when it cannot be asked the talk goes on without
    retry: false,
    refetchInterval: ({ state }) => {
      if (document.hidden || (state.data?.items.length ?? 0) > 0) return seldom;
      return state.dataUpdateCount < quickLooks ? soon : seldom;
    },
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['suggestions', threadId] });
  const movedOn = async (error: Error) => {
    if (codeOf(error) !== 'thread_moved_on') return;
    notify({ tone: 'info', title: t('suggestion.stale') });
    await refresh();
  };
  const use = useWrite(
    (key, { id }: { id: string; text: string }) => calls.useSuggestion(key, id),
    async (_, { text }) => {
      onUse(text);
      await refresh();
    },
  );
  const discard = useWrite((key, id: string) => calls.discardSuggestion(key, id), refresh);
  const suggestion = found.data?.items[0];
  if (!suggestion) return null;
  const error = use.error ?? discard.error;
  return (
    <section
      aria-label={t('suggestion.title')}
      className="flex flex-col gap-2 rounded-lg border border-dashed border-line-strong bg-raised p-4"
    >
      <p className="text-sm font-semibold text-ink-soft">
        {t('suggestion.title')}
        {suggestion.agent && (
          <span className="font-normal"> {t('suggestion.from', { agent: isolated(suggestion.agent) })}</span>
        )}
      </p>
      <p
        dir="auto"
        lang={suggestion.language}
        className="own-words max-h-80 overflow-auto whitespace-pre-line"
        tabIndex={0}
      >
        {suggestion.text}
      </p>
      <p className="text-sm text-ink-faint">{t('suggestion.text')}</p>
      {error && codeOf(error) !== 'thread_moved_on' && <ProblemNote problem={shownProblem(error, ui.t)} />}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          isPending={use.isPending}
          onPress={() => use.mutate({ id: suggestion.id, text: suggestion.text }, { onError: (e) => void movedOn(e) })}
        >
          {t('suggestion.use')}
        </Button>
        <Button
          size="sm"
          variant="quiet"
          isPending={discard.isPending}
          onPress={() => discard.mutate(suggestion.id, { onError: (e) => void movedOn(e) })}
        >
          {t('suggestion.discard')}
        </Button>
      </div>
    </section>
  );
}
