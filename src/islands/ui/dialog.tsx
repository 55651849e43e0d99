import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, IconButton } from './button.tsx';
import { useUi } from './ui-provider.tsx';

type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  role?: 'dialog' | 'alertdialog';
  children: ReactNode;
};

/** A sheet over the page: at the lower edge of a phone, in the middle of a desk. Escape and the veil close it. */
export function Dialog({ title, isOpen, onClose, role = 'dialog', children }: DialogProps) {
  const { t } = useUi();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={role === 'dialog'}
      className="fixed inset-0 z-50 flex items-end justify-center bg-veil sm:items-center sm:p-6"
    >
      <Modal className="max-h-[92dvh] w-full overflow-auto rounded-t-xl bg-raised p-6 shadow-float sm:max-w-md sm:rounded-xl sm:p-8">
        <AriaDialog role={role} className="flex flex-col gap-4 outline-none">
          <div className="flex items-start justify-between gap-4">
            <Heading slot="title" className="text-2xl">
              {title}
            </Heading>
            {role === 'dialog' && (
              <IconButton icon="close" label={t('action.close')} onPress={onClose} className="-me-3 -mt-2" />
            )}
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

type ConfirmProps = Omit<DialogProps, 'role'> & {
  /** says what happens, never just "OK" */
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void;
  isPending?: boolean;
  isDangerous?: boolean;
};

/** Before what cannot be taken back. */
export function ConfirmDialog({
  confirmLabel,
  cancelLabel,
  onConfirm,
  isPending,
  isDangerous,
  children,
  ...rest
}: ConfirmProps) {
  return (
    <Dialog {...rest} role="alertdialog">
      <div className="text-ink-soft">{children}</div>
      <div className="mt-2 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <Button variant="secondary" onPress={rest.onClose}>
          {cancelLabel}
        </Button>
        <Button variant={isDangerous ? 'danger' : 'primary'} onPress={onConfirm} isPending={isPending}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
