import { useEffect, useRef, type ReactNode } from 'react';
import { isWordless } from '../../features/attachments/rules.ts';
import type { Attachment } from '../../features/attachments/schema.ts';
import { AttachmentList } from './attachment-list.tsx';
import { Avatar } from './avatar.tsx';

export type Bubble = {
  id: string;
  side: 'mine' | 'theirs' | 'house';
  author: string;
  /** who said it to whom, where the side alone does not tell */
  byline?: ReactNode;
  body: string;
  when: string;
  dateTime: string;
  attachments?: readonly Attachment[];
  /** shown under a message that is still on its way, or did not arrive */
  note?: ReactNode;
};

function MessageBubble({ bubble }: { bubble: Bubble }) {
  const { side, author, byline, body, when, dateTime, attachments = [], note } = bubble;
  if (side === 'house')
    return (
      <li className="mx-auto max-w-md py-1 text-center text-sm text-ink-faint">
        {body} · <time dateTime={dateTime}>{when}</time>
      </li>
    );
  const mine = side === 'mine';
  return (
    <li className={`flex max-w-[88%] gap-2.5 sm:max-w-[75%] ${mine ? 'flex-row-reverse self-end' : 'self-start'}`}>
      {!mine && <Avatar name={author} shape="circle" className="mt-1 w-8 self-start text-sm" />}
      <div className={`flex min-w-0 flex-col gap-1.5 ${mine ? 'items-end' : 'items-start'}`}>
        {byline ? (
          <span className="px-1 text-sm text-ink-soft">{byline}</span>
        ) : (
          <span className="visually-hidden">{author}</span>
        )}
        {!isWordless(body, attachments.length) && (
          <p
            dir="auto"
            className={`rounded-lg px-4 py-2.5 wrap-anywhere whitespace-pre-line ${mine ? 'rounded-ee-sm bg-palm-soft' : 'rounded-es-sm border border-line bg-raised'}`}
          >
            {body}
          </p>
        )}
        {attachments.length > 0 && <AttachmentList files={attachments} />}
        <span className="-mt-0.5 flex items-center gap-2 px-1 text-xs text-ink-faint">
          <time dateTime={dateTime}>{when}</time>
          {note}
        </span>
      </div>
    </li>
  );
}

/** A talk, oldest first. New messages are read out as they come; the list follows the reader's own, and others only if its end was in sight. */
export function MessageList({ label, bubbles }: { label: string; bubbles: readonly Bubble[] }) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const last = bubbles.at(-1)?.id;
  const mine = bubbles.at(-1)?.side === 'mine';
  useEffect(() => {
    if ((atEnd.current || mine) && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [last, mine]);
  return (
    <div
      ref={box}
      role="log"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 48;
      }}
      className="max-h-[32rem] overflow-y-auto rounded-md"
    >
      <ol className="flex flex-col gap-4 p-1">
        {bubbles.map((bubble) => (
          <MessageBubble key={bubble.id} bubble={bubble} />
        ))}
      </ol>
    </div>
  );
}
