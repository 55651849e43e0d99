import { useState } from 'react';
import { Button as AriaButton, Label, Tag, TagGroup, TagList } from 'react-aria-components';
import type { StudioMessages } from '../../i18n/catalogs/studio.ts';
import type { Translate } from '../../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Words that were pasted with commas between them, in any of our scripts. */
const parts = (typed: string): string[] =>
  typed
    .split(/[,،؛;\n]/)
    .map((word) => word.trim().replace(/\s+/g, ' '))
    .filter(Boolean);

/**
 * After what the finger is doing this moment: a box is left when a button is pressed, and what then appeared above the button
 * would push it away before it is let go.
 */
function afterPress(act: () => void): void {
  if (!document.querySelector('body :active')) {
    act();
    return;
  }
  const end = () => {
    removeEventListener('click', later, true);
    clearTimeout(atLast);
    act();
  };
  const later = () => void setTimeout(end);
  addEventListener('click', later, { capture: true, once: true });
  // a press that is drawn away from its button ends without a click
  const atLast = setTimeout(end, 800);
}

/** A short list of words: typed one by one, taken out with the mouse or with Delete. */
export function TagEditor({
  name,
  label,
  hint,
  value,
  onChange,
  most,
  longest,
  s,
}: {
  name: string;
  label: string;
  hint: string;
  value: readonly string[];
  onChange: (words: string[]) => void;
  most: number;
  longest: number;
  s: Translate<StudioMessages>;
}) {
  const [typed, setTyped] = useState('');
  const freshIn = (text: string, known: readonly string[]): string[] => {
    const has = new Set(known.map((word) => word.toLowerCase()));
    return parts(text)
      .map((word) => word.slice(0, longest))
      .filter((word) => !has.has(word.toLowerCase()) && has.add(word.toLowerCase()));
  };
  // words of the box that are in the list already, and become tags once the box is left
  const [pending, setPending] = useState<readonly string[]>([]);
  const [wrong, setWrong] = useState<'wrong.twice' | 'wrong.full' | null>(null);
  const tags = value.filter((word) => !pending.includes(word));
  /** What is typed counts at once, so that a press on the form's button finds it, and moves nothing under the finger. */
  const type = (text: string) => {
    setTyped(text);
    setWrong(null);
    const fresh = freshIn(text, tags).slice(0, most - tags.length);
    if (fresh.join('\n') === pending.join('\n')) return;
    setPending(fresh);
    onChange([...tags, ...fresh]);
  };
  const add = () => {
    if (typed.trim() === '') return;
    const fresh = freshIn(typed, tags);
    setWrong(fresh.length === 0 ? 'wrong.twice' : pending.length < fresh.length ? 'wrong.full' : null);
    if (pending.length === fresh.length && fresh.length > 0) setTyped('');
    setPending([]);
  };
  return (
    <div className="flex flex-col gap-3">
      <div
        className="flex items-start gap-2"
        onKeyDown={(event) => {
          // Enter is for the word, not for the form
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          add();
        }}
      >
        <TextField
          name={name}
          label={label}
          hint={wrong ? s(wrong) : hint}
          value={typed}
          onChange={type}
          onBlur={() => afterPress(add)}
          maxLength={600}
          className="min-w-0 grow"
        />
        {/* beside the box, below the line of its label */}
        <div className="shrink-0 pt-[calc(1lh+0.375rem)] whitespace-nowrap">
          <Button variant="secondary" onPress={add} isDisabled={typed.trim() === ''}>
            {s('tags.add')}
          </Button>
        </div>
      </div>
      {tags.length > 0 && (
        <TagGroup
          aria-label={label}
          onRemove={(keys) => {
            onChange(value.filter((word) => !keys.has(word)));
            setWrong(null);
          }}
        >
          <Label className="visually-hidden">{label}</Label>
          <TagList items={tags.map((word) => ({ id: word }))} className="flex flex-wrap gap-2">
            {({ id }) => (
              <Tag
                id={id}
                textValue={id}
                className="flex min-h-9 cursor-default items-center gap-1 rounded-full bg-sunk ps-3.5 pe-1 outline-none data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus"
              >
                <span dir="auto">{id}</span>
                <AriaButton
                  slot="remove"
                  aria-label={s('tags.remove', { word: id })}
                  className="grid size-7 cursor-pointer place-items-center rounded-full text-ink-soft hover:bg-line hover:text-ink"
                >
                  <Icon name="close" className="size-4" />
                </AriaButton>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
    </div>
  );
}
