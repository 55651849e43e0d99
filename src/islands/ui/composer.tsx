import { useRef } from 'react';
import { Form, TextArea, TextField } from 'react-aria-components';
import type { Attachments } from './attachment-uploads.ts';
import { AttachButton, AttachmentTray } from './attachment-tray.tsx';
import { Button } from './button.tsx';
import { boxClass } from './field.tsx';

type ComposerProps = {
  label: string;
  placeholder: string;
  sendLabel: string;
  value: string;
  onChange: (text: string) => void;
  onSend: () => void;
  isPending?: boolean;
  maxLength?: number;
  /** shown in place of the box when writing is over */
  closed?: string | null;
  /** where files may go along: a message then needs no words */
  attachments?: Attachments | undefined;
};

/** Enter sends where there is a keyboard, Shift and Enter breaks the line. The text is the caller's: an error keeps it. */
export function Composer({
  label,
  placeholder,
  sendLabel,
  value,
  onChange,
  onSend,
  isPending,
  maxLength = 4000,
  closed,
  attachments,
}: ComposerProps) {
  const form = useRef<HTMLFormElement>(null);
  if (closed) return <p className="rounded-md bg-sunk px-4 py-3 text-ink-soft">{closed}</p>;
  // a file that failed is never left behind unseen: its reader removes it or tries again
  const waits = attachments !== undefined && (attachments.busy || attachments.failed);
  const empty = waits || (value.trim() === '' && !attachments?.ids.length);
  const filesIn = (from: DataTransfer | null) => (attachments ? [...(from?.files ?? [])] : []);
  return (
    <div
      onDragOver={(event) => {
        if (attachments && event.dataTransfer.types.includes('Files')) event.preventDefault();
      }}
      onDrop={(event) => {
        const dropped = filesIn(event.dataTransfer);
        if (dropped.length === 0) return;
        event.preventDefault();
        attachments?.add(dropped);
      }}
    >
      <Form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty && !isPending) onSend();
        }}
        className="flex flex-col gap-2"
      >
        {attachments && <AttachmentTray attachments={attachments} />}
        <div className="flex items-end gap-2">
          {attachments && <AttachButton attachments={attachments} />}
          <TextField
            aria-label={label}
            value={value}
            onChange={onChange}
            maxLength={maxLength}
            className="flex grow flex-col"
          >
            <TextArea
              dir="auto"
              rows={1}
              placeholder={placeholder}
              onKeyDown={(event) => {
                const typed = event.nativeEvent;
                if (
                  typed.key !== 'Enter' ||
                  typed.shiftKey ||
                  typed.isComposing ||
                  !matchMedia('(pointer: fine)').matches
                )
                  return;
                event.preventDefault();
                form.current?.requestSubmit();
              }}
              onPaste={(event) => {
                const pasted = filesIn(event.clipboardData);
                if (pasted.length === 0) return;
                event.preventDefault();
                attachments?.add(pasted);
              }}
              className={`${boxClass} max-h-48 resize-none field-sizing-content`}
            />
          </TextField>
          <Button type="submit" isPending={isPending} isDisabled={empty} icon="send">
            <span className="max-sm:visually-hidden">{sendLabel}</span>
          </Button>
        </div>
      </Form>
    </div>
  );
}
