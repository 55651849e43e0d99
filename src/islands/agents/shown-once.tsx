import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useUi } from '../ui/ui-provider.tsx';

/** A secret or a key, this once: it is gone when the sheet is closed. */
export function ShownOnce({
  title,
  text,
  value,
  doneLabel,
  onClose,
}: {
  title: string;
  text: string;
  value: string | null;
  doneLabel: string;
  onClose: () => void;
}) {
  const { t } = useUi();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value ?? '');
      setCopied(true);
    } catch {
      // a browser may forbid it; the text can be marked by hand
      setCopied(false);
    }
  };
  const close = () => {
    setCopied(false);
    onClose();
  };
  return (
    <Dialog title={title} isOpen={value !== null} onClose={close}>
      <p className="text-ink-soft">{text}</p>
      <output
        dir="ltr"
        className="figures block rounded-md bg-sunk px-4 py-3 text-start font-mono text-sm break-all select-all"
      >
        {value}
      </output>
      <div className="mt-2 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
        <Button variant="secondary" onPress={close}>
          {doneLabel}
        </Button>
        <Button onPress={() => void copy()}>{copied ? t('action.copied') : t('action.copy')}</Button>
      </div>
    </Dialog>
  );
}
