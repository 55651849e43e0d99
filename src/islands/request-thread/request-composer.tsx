import type { RequestGroup } from '../../client/request-thread-api.ts';
import { messagingLimits } from '../../features/messaging/rules.ts';
import { isolated } from '../bookings/next-step.ts';
import type { Attachments } from '../ui/attachment-uploads.ts';
import { Composer } from '../ui/composer.tsx';
import { Select } from '../ui/select.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { ThreadPart } from './thread-part.ts';

type ComposerProps = ThreadPart & {
  text: string;
  onText: (text: string) => void;
  to: string;
  onTo: (to: string) => void;
  everyone: string;
  answerable: readonly RequestGroup[];
  attachments: Attachments | undefined;
  onSend: () => void;
};

/** The box for words, and above it whom they reach: chosen by the owner, said to a talent. */
export function RequestComposer(props: ComposerProps) {
  const { t, view, text, onText, to, onTo, everyone, answerable, attachments, onSend } = props;
  const ui = useUi();
  const { visibility, ownerName } = view.request;
  const one = answerable.find(({ id }) => id === to);
  const heard =
    view.as === 'talent'
      ? t(`hears.${visibility}.talent`, { name: isolated(ownerName) })
      : one
        ? t(`hears.${visibility}.one`, { name: isolated(one.name) })
        : t('hears.everyone');
  return (
    <section aria-label={t('write')} className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4">
      {view.as === 'owner' && (
        <Select
          label={t('to')}
          placeholder={t('to')}
          value={to}
          onChange={onTo}
          choices={[
            { id: everyone, label: t('to.everyone') },
            ...answerable.map(({ id, name }) => ({ id, label: name })),
          ]}
          className="sm:max-w-sm"
        />
      )}
      <p className="text-sm text-ink-soft">{heard}</p>
      <Composer
        label={t('write')}
        placeholder={t('write')}
        sendLabel={ui.t('action.send')}
        value={text}
        onChange={onText}
        onSend={onSend}
        maxLength={messagingLimits.bodyLength}
        attachments={attachments}
      />
      {visibility === 'transparent' && <p className="text-sm text-ink-faint">{t('willMask')}</p>}
    </section>
  );
}
