import { useState } from 'react';
import * as auth from 'virtual:auth-client';
import { attachmentAddress } from '../../client/attachments-api.ts';
import { kindOf } from '../../features/attachments/rules.ts';
import type { Attachment } from '../../features/attachments/schema.ts';
import { sizeText } from './attachment-size.ts';
import { Icon } from './icon.tsx';
import { useUi } from './ui-provider.tsx';

/** A picture is fetched with the session's cookie, which may have run out while nobody looked: then once more with a fresh one. */
function useFresh(id: string) {
  const [turn, setTurn] = useState(0);
  return {
    src: turn === 0 ? attachmentAddress(id) : `${attachmentAddress(id)}?#${turn}`,
    onError: () => {
      if (turn === 0) void auth.token().then((token) => token && setTurn(1));
    },
  };
}

/** As large as a conversation bears, and the room is kept before the picture is there: nothing jumps when it comes. */
const largest = { width: 352, height: 288 };
function roomFor({ width, height }: Attachment) {
  if (width === undefined || height === undefined) return {};
  const scale = Math.min(1, largest.width / width, largest.height / height);
  return { style: { width: Math.max(48, Math.round(width * scale)), aspectRatio: `${width} / ${height}` } };
}

function Picture({ file }: { file: Attachment }) {
  const { t } = useUi();
  const fresh = useFresh(file.id);
  return (
    <a
      href={attachmentAddress(file.id)}
      target="_blank"
      rel="noopener"
      aria-label={t('attachment.open', { name: file.name })}
      className="block max-w-full overflow-hidden rounded-md border border-line bg-sunk"
    >
      <img
        {...fresh}
        key={fresh.src}
        alt={file.name}
        loading="lazy"
        decoding="async"
        width={file.width}
        height={file.height}
        {...roomFor(file)}
        className="h-auto max-w-full object-cover"
      />
    </a>
  );
}

function Sound({ file }: { file: Attachment }) {
  const { t } = useUi();
  const fresh = useFresh(file.id);
  return (
    <figure className="flex w-72 max-w-full flex-col gap-1.5 rounded-lg border border-line bg-raised p-2.5">
      <figcaption className="flex min-w-0 items-center gap-2 text-sm">
        <Icon name="sound" className="size-4 text-ink-soft" />
        <bdi className="truncate">{file.name}</bdi>
      </figcaption>
      <audio {...fresh} key={fresh.src} controls preload="metadata" aria-label={file.name} className="h-10 w-full">
        {t('attachment.unplayable')}
      </audio>
    </figure>
  );
}

function Document({ file }: { file: Attachment }) {
  const { t } = useUi();
  return (
    <a
      href={`${attachmentAddress(file.id)}?save=1`}
      className="flex max-w-full min-w-0 items-center gap-3 rounded-lg border border-line bg-raised px-3 py-2.5 text-ink no-underline hover:border-line-strong"
    >
      <Icon name="file" className="size-6 text-ink-soft" />
      <span className="min-w-0">
        <span className="visually-hidden">{t('action.save')} </span>
        <bdi className="block truncate font-semibold">{file.name}</bdi>
        <span className="text-sm text-ink-faint">{sizeText(file.size, t)}</span>
      </span>
    </a>
  );
}

const shown = { image: Picture, audio: Sound, document: Document } as const;

/** The files of one message. */
export function AttachmentList({ files }: { files: readonly Attachment[] }) {
  return (
    <ul className="flex max-w-full flex-col gap-1.5">
      {files.map((file) => {
        const Shown = shown[kindOf(file.type)];
        return (
          <li key={file.id} className="max-w-full">
            <Shown file={file} />
          </li>
        );
      })}
    </ul>
  );
}
