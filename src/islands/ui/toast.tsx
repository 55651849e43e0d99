import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import type { IconName } from '../../styles/icons.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './ui-provider.tsx';

export type Notice = {
  title: string;
  text?: string;
  tone: 'good' | 'bad' | 'info';
  /** one thing to do about it, such as taking it back */
  action?: { label: string; onPress: () => void };
};
const queue = new ToastQueue<Notice>({ maxVisibleToasts: 3 });

/** Good news leaves by itself; trouble stays until it is closed. */
export const notify = (notice: Notice): string =>
  queue.add(notice, notice.tone === 'bad' ? {} : { timeout: notice.action ? 12_000 : 6_000 });

const looks: Readonly<Record<Notice['tone'], readonly [IconName, string]>> = {
  good: ['check', 'bg-palm-soft text-palm-ink'],
  bad: ['alert', 'bg-rose-soft text-rose-ink'],
  info: ['info', 'bg-river-soft text-river-ink'],
};

/** Once per page, at its end. */
export function Toasts() {
  const { t } = useUi();
  return (
    <ToastRegion
      queue={queue}
      aria-label={t('ui.notices')}
      className="fixed inset-x-4 top-4 z-60 flex flex-col gap-2 sm:start-auto sm:top-auto sm:bottom-4 sm:w-96"
    >
      {({ toast }) => {
        const [icon, colours] = looks[toast.content.tone];
        return (
          <AriaToast
            toast={toast}
            className="flex items-start gap-3 rounded-lg border border-line bg-raised p-3 shadow-float"
          >
            <span className={`mt-0.5 grid size-9 shrink-0 place-items-center rounded-full ${colours}`}>
              <Icon name={icon} />
            </span>
            <ToastContent className="flex grow flex-col py-1.5">
              <Text slot="title" className="font-semibold">
                {toast.content.title}
              </Text>
              {toast.content.text && (
                <Text slot="description" className="text-sm text-ink-soft">
                  {toast.content.text}
                </Text>
              )}
              {toast.content.action && (
                <Button
                  variant="secondary"
                  size="sm"
                  className="mt-2 self-start"
                  onPress={() => {
                    toast.content.action?.onPress();
                    queue.close(toast.key);
                  }}
                >
                  {toast.content.action.label}
                </Button>
              )}
            </ToastContent>
            <IconButton slot="close" icon="close" label={t('action.close')} />
          </AriaToast>
        );
      }}
    </ToastRegion>
  );
}
