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
  const [wrong, setWrong] = useState<'wrong.twice' | 'wrong.full' | null>(null);
  const add = () => {
    const has = new Set(value.map((word) => word.toLowerCase()));
    const fresh = parts(typed).filter((word) => !has.has(word.toLowerCase()) && has.add(word.toLowerCase()));
    const taken = fresh.slice(0, most - value.length).map((word) => word.slice(0, longest));
    if (typed.trim() === '') return;
    setWrong(fresh.length === 0 ? 'wrong.twice' : taken.length < fresh.length ? 'wrong.full' : null);
    if (taken.length > 0) onChange([...value, ...taken]);
    if (taken.length === fresh.length && fresh.length > 0) setTyped('');
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
          onChange={(text) => {
            setTyped(text);
            setWrong(null);
          }}
          onBlur={add}
          maxLength={600}
          className="grow"
        />
        {/* beside the box, below the line of its label */}
        <div className="pt-[calc(1lh+0.375rem)]">
          <Button variant="secondary" onPress={add} isDisabled={typed.trim() === ''}>
            {s('tags.add')}
          </Button>
        </div>
      </div>
      {value.length > 0 && (
        <TagGroup
          aria-label={label}
          onRemove={(keys) => {
            onChange(value.filter((word) => !keys.has(word)));
            setWrong(null);
          }}
        >
          <Label className="visually-hidden">{label}</Label>
          <TagList items={value.map((word) => ({ id: word }))} className="flex flex-wrap gap-2">
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
