import { useRef, useState } from 'react';
import { attachmentLimits, attachmentTypeNames } from '../../features/attachments/rules.ts';
import { sizeText } from './attachment-size.ts';
import type { Attaching, Attachments } from './attachment-uploads.ts';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './ui-provider.tsx';

// without HEIC in it, a telephone offers its pictures as JPEG
const accepted = [...attachmentTypeNames, '.m4a', '.mp3', '.ogg', '.opus', '.wav', '.aac'].join(',');

/** The paperclip. */
export function AttachButton({ attachments }: { attachments: Attachments }) {
  const { t } = useUi();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon="clip" label={t('attachment.add')} onPress={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        accept={accepted}
        aria-label={t('attachment.add')}
        onChange={({ currentTarget }) => {
          attachments.add([...(currentTarget.files ?? [])]);
          // the same file may be chosen again
          currentTarget.value = '';
        }}
      />
    </>
  );
}

function Preview({ file }: { file: Attaching }) {
  const [broken, setBroken] = useState(false);
  if (file.preview && !broken && file.state !== 'failed')
    return (
      <img
        src={file.preview}
        alt=""
        onError={() => setBroken(true)}
        className="size-10 shrink-0 rounded-sm object-cover"
      />
    );
  const failed = file.state === 'failed';
  return (
    <span
      className={`grid size-10 shrink-0 place-items-center rounded-sm ${failed ? 'bg-rose-soft text-rose-ink' : 'bg-sunk text-ink-soft'}`}
    >
      <Icon name={failed ? 'alert' : 'file'} />
    </span>
  );
}

function Progress({ file }: { file: Attaching }) {
  const { t } = useUi();
  if (file.state === 'failed')
    return (
      <span role="alert" className="text-rose-ink">
        {file.trouble?.text}
      </span>
    );
  const text =
    file.state === 'preparing'
      ? t('attachment.preparing')
      : file.state === 'sending'
        ? t('attachment.sending', { percent: Math.floor(file.sent * 100) })
        : file.state === 'reading'
          ? t('attachment.reading')
          : t('attachment.ready');
  return (
    <>
      <span className="text-ink-faint">
        {sizeText(file.size, t)} · {text}
      </span>
      {file.state !== 'ready' && (
        <span
          role="progressbar"
          aria-label={file.name}
          aria-valuenow={Math.floor(file.sent * 100)}
          className="mt-1 block h-1 overflow-hidden rounded-full bg-sunk"
        >
          <span className="block h-full bg-palm transition-[width]" style={{ width: `${file.sent * 100}%` }} />
        </span>
      )}
    </>
  );
}

/** What goes with the next message, above the box it is written in. */
export function AttachmentTray({ attachments }: { attachments: Attachments }) {
  const { t } = useUi();
  const { files, tooMany } = attachments;
  if (files.length === 0 && !tooMany) return null;
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={t('attachment.files')} className="flex flex-col gap-2">
        {files.map((file) => (
          <li
            key={file.key}
            className="flex items-center gap-3 rounded-md border border-line bg-raised py-1.5 ps-2 pe-1 text-sm"
          >
            <Preview file={file} />
            <span className="min-w-0 grow">
              <bdi className="block truncate font-semibold">{file.name}</bdi>
              <Progress file={file} />
            </span>
            {file.trouble?.again && (
              <IconButton
                icon="send"
                label={t('attachment.again', { name: file.name })}
                onPress={() => attachments.again(file.key)}
              />
            )}
            <IconButton
              icon="close"
              label={t('attachment.remove', { name: file.name })}
              onPress={() => attachments.remove(file.key)}
            />
          </li>
        ))}
      </ul>
      {tooMany && (
        <p role="alert" className="text-sm text-rose-ink">
          {t('attachment.tooMany', { most: attachmentLimits.perMessage })}
        </p>
      )}
    </div>
  );
}
