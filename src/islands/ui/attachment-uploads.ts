import { useEffect, useRef, useState } from 'react';
import { attachmentsClient } from '../../client/attachments-api.ts';
import { ApiError } from '../../client/problem.ts';
import { attachmentLimits, mostBytes, wordless } from '../../features/attachments/rules.ts';
import { prepare } from './attachment-prepare.ts';
import { useUi } from './ui-provider.tsx';

export type Attaching = {
  key: string;
  name: string;
  size: number;
  /** of a picture: shown while it is on its way */
  preview: string | null;
  state: 'preparing' | 'sending' | 'reading' | 'ready' | 'failed';
  /** from 0 to 1 */
  sent: number;
  /** null until the server has a place for it */
  id: string | null;
  /** why it failed; `again`: it may be another time */
  trouble: { text: string; again: boolean } | null;
};
type Held = { file: File; stop: AbortController };

/** Files on their way into one conversation: each is announced, sent and read by itself, so that one that fails stops no other. */
export function useAttachments(threadId: string | null) {
  const { locale, t } = useUi();
  const [files, setFiles] = useState<readonly Attaching[]>([]);
  const [tooMany, setTooMany] = useState(false);
  const held = useRef(new Map<string, Held>());
  const calls = attachmentsClient(locale);

  const change = (key: string, to: Partial<Attaching>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const fail = (key: string, text: string, again: boolean) =>
    change(key, { state: 'failed', trouble: { text, again } });

  const go = async (key: string, thread: string) => {
    const one = held.current.get(key);
    if (!one) return;
    const { file, stop } = one;
    try {
      const { name, type, bytes } = await prepare(file);
      if (type === null) return fail(key, t('attachment.type'), false);
      if (bytes.size === 0) return fail(key, t('attachment.empty'), false);
      const most = mostBytes(type);
      if (bytes.size > most) return fail(key, t('attachment.tooLarge', { megabytes: most / 1024 / 1024 }), false);
      change(key, { name, size: bytes.size, state: 'sending', sent: 0 });
      const { id, upload } = await calls.create(crypto.randomUUID(), {
        threadId: thread,
        name,
        type,
        size: bytes.size,
      });
      if (stop.signal.aborted) return void calls.remove(crypto.randomUUID(), id).catch(() => undefined);
      change(key, { id });
      await calls.sendBytes(upload, bytes, stop.signal, (sent) => change(key, { sent }));
      change(key, { state: 'reading', sent: 1 });
      const kept = await calls.complete(crypto.randomUUID(), id);
      change(key, { state: 'ready', name: kept.name, size: kept.size });
    } catch (error) {
      if (stop.signal.aborted) return;
      const problem = error instanceof ApiError ? error.problem : null;
      if (problem) fail(key, [problem.detail, problem.action].filter(Boolean).join(' '), problem.status >= 500);
      else fail(key, t('attachment.lost'), true);
    }
  };

  const release = (one: Attaching) => {
    held.current.get(one.key)?.stop.abort();
    held.current.delete(one.key);
    if (one.preview) URL.revokeObjectURL(one.preview);
  };
  // what is on its way when the screen closes is stopped; what has arrived is swept by the server
  const open = useRef(files);
  open.current = files;
  useEffect(() => () => open.current.forEach(release), []);

  return {
    files,
    tooMany,
    /** ready to go with a message, in order */
    ids: files.flatMap(({ id, state }) => (id !== null && state === 'ready' ? [id] : [])),
    busy: files.some(({ state }) => state === 'preparing' || state === 'sending' || state === 'reading'),
    failed: files.some(({ state }) => state === 'failed'),
    /** what a message without words says */
    words: wordless(files.filter(({ state }) => state === 'ready').map(({ name }) => name)),
    add(chosen: readonly File[]) {
      if (threadId === null) return;
      const room = attachmentLimits.perMessage - files.length;
      setTooMany(chosen.length > room);
      const fresh = chosen.slice(0, room).map((file): Attaching => {
        const key = crypto.randomUUID();
        held.current.set(key, { file, stop: new AbortController() });
        const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
        return { key, name: file.name, size: file.size, preview, state: 'preparing', sent: 0, id: null, trouble: null };
      });
      setFiles((all) => [...all, ...fresh]);
      for (const { key } of fresh) void go(key, threadId);
    },
    again(key: string) {
      if (threadId === null) return;
      change(key, { state: 'preparing', sent: 0, id: null, trouble: null });
      void go(key, threadId);
    },
    remove(key: string) {
      const one = files.find((candidate) => candidate.key === key);
      if (!one) return;
      release(one);
      setTooMany(false);
      setFiles((all) => all.filter((candidate) => candidate.key !== key));
      if (one.id !== null) void calls.remove(crypto.randomUUID(), one.id).catch(() => undefined);
    },
    /** they have gone with a message */
    clear() {
      files.forEach(release);
      setTooMany(false);
      setFiles([]);
    },
  };
}
export type Attachments = ReturnType<typeof useAttachments>;
