import { useState } from 'react';
import type { Locale } from '../../core/locale.ts';
import type { PortfolioMessages } from '../../i18n/catalogs/portfolio.ts';
import type { Translate } from '../../i18n/translate.ts';
import { sizeText } from '../ui/attachment-size.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { Sending, Uploads } from './use-uploads.ts';

function Preview({ file }: { file: Sending }) {
  const [broken, setBroken] = useState(false);
  if (file.preview && !broken && file.state !== 'failed')
    return (
      <img
        src={file.preview}
        alt=""
        onError={() => setBroken(true)}
        className="size-12 shrink-0 rounded-sm object-cover"
      />
    );
  const failed = file.state === 'failed';
  return (
    <span
      className={`grid size-12 shrink-0 place-items-center rounded-sm ${failed ? 'bg-rose-soft text-rose-ink' : 'bg-sunk text-ink-soft'}`}
    >
      <Icon name={failed ? 'alert' : 'file'} />
    </span>
  );
}

/** Each file that is on its way, how far it is, and why it was not taken. */
export function UploadTray({
  uploads,
  locale,
  t,
}: {
  uploads: Uploads;
  locale: Locale;
  t: Translate<PortfolioMessages>;
}) {
  const ui = useUi();
  if (uploads.files.length === 0) return null;
  const standing = (file: Sending) =>
    file.state === 'preparing'
      ? ui.t('attachment.preparing')
      : file.state === 'sending'
        ? ui.t('attachment.sending', { percent: Math.floor(file.sent * 100) })
        : file.state === 'picturing'
          ? t('poster.taking')
          : ui.t('attachment.reading');
  return (
    <ul aria-label={t('uploads')} className="mt-4 flex flex-col gap-2">
      {uploads.files.map((file) => (
        <li
          key={file.key}
          className="flex items-center gap-3 rounded-md border border-line bg-raised py-2 ps-2 pe-1 text-sm"
        >
          <Preview file={file} />
          <span className="min-w-0 grow">
            <bdi className="block truncate font-semibold">{file.name}</bdi>
            {file.trouble ? (
              <span role="alert" className="text-rose-ink">
                {file.trouble.text}{' '}
                {file.trouble.upgrade && (
                  <a className="link" href={`/${locale}/pricing/`}>
                    {t('larger')}
                  </a>
                )}
              </span>
            ) : (
              <>
                <span className="text-ink-faint">
                  {sizeText(file.size, ui.t)} · {standing(file)}
                </span>
                <span
                  role="progressbar"
                  aria-label={file.name}
                  aria-valuenow={Math.floor(file.sent * 100)}
                  className="mt-1 block h-1 overflow-hidden rounded-full bg-sunk"
                >
                  <span
                    className="block h-full bg-palm transition-[width] motion-reduce:transition-none"
                    style={{ width: `${file.sent * 100}%` }}
                  />
                </span>
              </>
            )}
          </span>
          {file.trouble?.again && (
            <IconButton
              icon="send"
              label={ui.t('attachment.again', { name: file.name })}
              onPress={() => uploads.again(file.key)}
            />
          )}
          <IconButton
            icon="close"
            label={ui.t('attachment.remove', { name: file.name })}
            onPress={() => uploads.drop(file.key)}
          />
        </li>
      ))}
    </ul>
  );
}
