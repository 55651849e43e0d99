import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../client/problem.ts';
import type { Portfolio } from '../../client/portfolio-api.ts';
import {
  bytesOf,
  fitsKind,
  mediaTypeOf,
  mediaTypes,
  type MediaType,
  type UploadKind,
} from '../../features/portfolio/rules/media.ts';
import { prepare } from '../ui/attachment-prepare.ts';
import { sizeText } from '../ui/attachment-size.ts';
import { useUi } from '../ui/ui-provider.tsx';
import { frameOf } from './film-frame.ts';
import type { PortfolioPart } from './portfolio-part.ts';
import { sendWork } from './send-work.ts';

export type Sending = {
  key: string;
  name: string;
  size: number;
  preview: string | null;
  /** `picturing`: a film is there, and its poster is being made */
  state: 'preparing' | 'sending' | 'reading' | 'picturing' | 'failed';
  /** from 0 to 1 */
  sent: number;
  /** why it failed; `again`: it may be another time; `upgrade`: a larger plan would take it */
  trouble: { text: string; again: boolean; upgrade: boolean } | null;
};

const byEnding = new Map(Object.entries(mediaTypes).map(([type, { ending }]) => [ending as string, type as MediaType]));
const saidType = (file: File): MediaType | null =>
  mediaTypeOf(file.type) ?? byEnding.get(/\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '') ?? null;
const seemsPicture = (file: File) =>
  file.type.startsWith('image/') || /\.(hei[cf]|avif|jpe?g|png|webp)$/i.test(file.name);

/** Two at once: more only make each other slow, and the server counts room one after the other anyway. */
const atOnce = 2;

/** Files on their way into the portfolio: each is announced, sent and read by itself, so that one that fails stops no other. */
export function useUploads({ calls, t, keep, portfolio }: Pick<PortfolioPart, 'calls' | 't' | 'keep' | 'portfolio'>) {
  const ui = useUi();
  const [files, setFiles] = useState<readonly Sending[]>([]);
  const held = useRef(new Map<string, { file: File; as: UploadKind | null; stop: AbortController }>());
  const waiting = useRef<string[]>([]);
  const running = useRef(0);
  const most = useRef<Portfolio['most']>(portfolio.most);
  most.current = portfolio.most;

  const change = (key: string, to: Partial<Sending>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const fail = (key: string, text: string, more: { again?: boolean; upgrade?: boolean } = {}) =>
    change(key, { state: 'failed', trouble: { text, again: more.again ?? false, upgrade: more.upgrade ?? false } });
  const drop = (key: string) => {
    const one = held.current.get(key);
    one?.stop.abort();
    held.current.delete(key);
    setFiles((all) => {
      const gone = all.find((candidate) => candidate.key === key);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      return all.filter((candidate) => candidate.key !== key);
    });
  };

  /** Of the film as it lies here. A browser that cannot show it makes none, and the screen offers to choose a picture. */
  const givePoster = async (posterOf: string, film: Blob, stop: AbortSignal) => {
    const frame = await frameOf(film, stop);
    if (!frame || stop.aborted) return;
    await sendWork(calls, { kind: 'poster', type: 'image/jpeg', posterOf }, frame, { stop })
      .then((sent) => sent && keep(sent.now))
      .catch(() => undefined);
  };

  const go = async (key: string) => {
    const one = held.current.get(key);
    if (!one) return;
    const { file, as, stop } = one;
    try {
      const ready = seemsPicture(file) ? await prepare(file) : { name: file.name, bytes: file as Blob, type: null };
      const type = seemsPicture(file) ? mediaTypeOf(ready.type ?? '') : saidType(file);
      if (type === null || (as !== null && !fitsKind(type, as))) return fail(key, t('unfit'));
      const kind = as ?? mediaTypes[type].as;
      if (ready.bytes.size === 0) return fail(key, ui.t('attachment.empty'));
      const limit = most.current[bytesOf(kind)];
      if (ready.bytes.size > limit)
        return fail(key, t('large', { most: sizeText(limit, ui.t) }), { upgrade: kind === 'video' });
      change(key, { size: ready.bytes.size, state: 'sending', sent: 0 });
      const sent = await sendWork(calls, { kind, type }, ready.bytes, {
        stop: stop.signal,
        onSending: (part) => change(key, { sent: part }),
        onReading: () => change(key, { state: 'reading', sent: 1 }),
      });
      if (!sent) return;
      keep(sent.now);
      if (kind === 'video') {
        change(key, { state: 'picturing' });
        await givePoster(sent.id, ready.bytes, stop.signal);
      }
      drop(key);
    } catch (error) {
      if (stop.signal.aborted) return;
      const problem = error instanceof ApiError ? error.problem : null;
      if (problem)
        fail(key, [problem.detail, problem.action].filter(Boolean).join(' '), {
          again: problem.status >= 500,
          upgrade: problem.upgradeUrl !== undefined,
        });
      else fail(key, ui.t('attachment.lost'), { again: true });
    }
  };
  const next = () => {
    while (running.current < atOnce) {
      const key = waiting.current.shift();
      if (key === undefined) return;
      running.current += 1;
      void go(key).finally(() => {
        running.current -= 1;
        next();
      });
    }
  };

  // what is on its way when the screen closes is stopped; what has arrived is swept by the server
  useEffect(() => {
    const all = held.current;
    return () => all.forEach(({ stop }) => stop.abort());
  }, []);

  return {
    files,
    add(chosen: readonly File[], as: UploadKind | null = null) {
      const fresh = chosen.map((file): Sending => {
        const key = crypto.randomUUID();
        held.current.set(key, { file, as, stop: new AbortController() });
        const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
        return { key, name: file.name, size: file.size, preview, state: 'preparing', sent: 0, trouble: null };
      });
      setFiles((all) => [...all, ...fresh]);
      waiting.current.push(...fresh.map(({ key }) => key));
      next();
    },
    again(key: string) {
      change(key, { state: 'preparing', sent: 0, trouble: null });
      waiting.current.push(key);
      next();
    },
    drop,
  };
}
export type Uploads = ReturnType<typeof useUploads>;
