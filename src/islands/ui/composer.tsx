import { useRef } from 'react';
import { Form, TextArea, TextField } from 'react-aria-components';
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
}: ComposerProps) {
  const form = useRef<HTMLFormElement>(null);
  if (closed) return <p className="rounded-md bg-sunk px-4 py-3 text-ink-soft">{closed}</p>;
  const empty = value.trim() === '';
  return (
    <Form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty && !isPending) onSend();
      }}
      className="flex items-end gap-2"
    >
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
            if (typed.key !== 'Enter' || typed.shiftKey || typed.isComposing || !matchMedia('(pointer: fine)').matches)
              return;
            event.preventDefault();
            form.current?.requestSubmit();
          }}
          className={`${boxClass} max-h-48 resize-none field-sizing-content`}
        />
      </TextField>
      <Button type="submit" isPending={isPending} isDisabled={empty} icon="send">
        <span className="max-sm:visually-hidden">{sendLabel}</span>
      </Button>
    </Form>
  );
}
