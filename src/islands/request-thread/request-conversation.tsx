import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { RequestThread } from '../../client/request-thread-api.ts';
import { codeOf, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { useHistory } from '../inbox/use-history.ts';
import { bodyOf, useOutgoing } from '../inbox/use-outgoing.ts';
import { useAttachments } from '../ui/attachment-uploads.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { FeatureGate } from '../ui/feature-gate.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { UpgradeCard } from '../ui/upgrade-card.tsx';
import { ClosedNote } from './closed-note.tsx';
import { RequestComposer } from './request-composer.tsx';
import { SectionList } from './section-list.tsx';
import { requestThreadKey, sectionsOf, type ThreadPart } from './thread-part.ts';

const everyone = 'everyone';

/** The page of one request's talk: what a plan lacks first, then who hears what, what was said, and the way to answer. */
export function RequestConversation(part: ThreadPart) {
  const { calls, locale, t, view } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const { request } = view;
  const [text, setText, clearText] = useDraft(`request thread ${request.id}`, '', isText);
  const [to, setTo] = useState(everyone);
  const box = useRef<HTMLDivElement>(null);
  const attachments = useAttachments(view.mayAttach ? view.threadId : null);
  const history = useHistory(`request ${request.id}`, { items: view.messages, nextCursor: view.earlier }, (cursor) =>
    calls.listMessages(request.id, { cursor }),
  );
  const anew = () => queries.invalidateQueries({ queryKey: requestThreadKey(request.id) });
  const typed = useRef(text);
  typed.current = text;
  const { outgoing, say, again, drop } = useOutgoing({
    send: (key, words) => calls.send(key, request.id, bodyOf(words)),
    anew,
    arrived: () => void queries.invalidateQueries({ queryKey: ['threads'] }),
    // closed, or out of the plan, while somebody was writing: their words go back into the draft
    refused: (words, error) => {
      const over = ['upgrade_required', 'request_closed'].includes(codeOf(error) ?? '');
      if (!over || words.attachmentIds.length > 0) return false;
      setText([words.body, typed.current].filter(Boolean).join('\n\n'));
      return true;
    },
  });
  useMarkRead(part);
  const takeBack = useWrite(
    (key, messageId: string) => calls.takeBack(key, view.threadId ?? '', messageId),
    async () => anew(),
  );
  const answerable = view.groups.filter(({ mayBeAnswered }) => mayBeAnswered);
  const receiver = view.as === 'owner' && answerable.some(({ id }) => id === to) ? to : everyone;
  const failed = outgoing.findLast(({ state, error }) => state === 'failed' && codeOf(error) !== null);
  const owner = view.as === 'owner';
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      <FeatureGate
        feature="messaging.enabled"
        entitled={view.upgrade === null}
        fallback={
          <UpgradeCard
            title={t('upgrade.title')}
            text={t(owner ? 'upgrade.owner' : 'upgrade.text')}
            action={t('upgrade.action')}
            href={`/${locale}${view.upgrade?.upgradeUrl ?? '/pricing'}/`}
          />
        }
      />
      <header className="flex flex-col gap-2">
        <BackLink href={`/${locale}/requests/${request.id}/`}>{t('back')}</BackLink>
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-3xl wrap-anywhere">
            <span className="visually-hidden">{t('title')}: </span>
            <bdi>{request.title}</bdi>
          </h1>
          {request.state !== 'OPEN' && <Badge>{t(request.state === 'DRAFT' ? 'draft' : 'closed')}</Badge>}
        </div>
        <p className="flex items-start gap-2 text-ink-soft">
          <Icon name="eye" className="mt-0.5 size-5 shrink-0" />
          {t(`who.${request.visibility}.${view.as}`)}
        </p>
      </header>
      {history.hasOlder && (
        <Button
          variant="quiet"
          size="sm"
          className="self-center"
          onPress={history.showOlder}
          isPending={history.isLoading}
        >
          {t('older')}
        </Button>
      )}
      <SectionList
        {...part}
        sections={sectionsOf(view, history.messages)}
        messages={history.messages}
        outgoing={outgoing.filter(({ state, body }) => state === 'failed' || !saidAlready(history.messages, body))}
        onAgain={again}
        onDrop={drop}
        onTakeBack={(id) => takeBack.mutate(id)}
        onAnswer={
          view.canPost && owner
            ? (id) => {
                setTo(id);
                box.current?.querySelector('textarea')?.focus();
              }
            : undefined
        }
      />
      {history.messages.some(({ masked }) => masked) && <p className="text-sm text-ink-faint">{t('masked')}</p>}
      {takeBack.isError && <ProblemNote problem={shownProblem(takeBack.error, ui.t)} />}
      {failed && <ProblemNote problem={shownProblem(failed.error, ui.t)} />}
      <div ref={box}>
        {view.canPost ? (
          <RequestComposer
            {...part}
            text={text}
            onText={setText}
            to={receiver}
            onTo={setTo}
            everyone={everyone}
            answerable={answerable}
            attachments={view.mayAttach ? attachments : undefined}
            onSend={() => {
              // shown at once under the words it will have
              say({
                body: text.trim() || attachments.words,
                attachmentIds: attachments.ids,
                ...(receiver !== everyone && { to: receiver }),
              });
              clearText();
              attachments.clear();
            }}
          />
        ) : (
          <ClosedNote {...part} draft={text} />
        )}
      </div>
    </div>
  );
}

const saidAlready = (messages: readonly RequestThread['messages'][number][], body: string): boolean =>
  messages.some((message) => message.from === 'me' && message.body === body);

/** Seen messages are read messages, while somebody is really looking at the page. */
function useMarkRead({ calls, view }: ThreadPart) {
  const queries = useQueryClient();
  const last = view.messages.findLast(({ from }) => from !== 'me')?.id;
  const told = useRef<string | null>(null);
  const read = useWrite(
    (key, lastReadId: string) => calls.markRead(key, view.request.id, { lastReadId }),
    () => queries.invalidateQueries({ queryKey: ['threads'] }),
  );
  useEffect(() => {
    if (!last) return undefined;
    const mark = () => {
      if (document.visibilityState !== 'visible' || told.current === last) return;
      told.current = last;
      read.mutate(last);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
    // `read` is new on every render; the message is what matters
  }, [last]);
}
