import { useState, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Select, type Choice } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useDesk } from './admin-frame.tsx';

export function FilterBar({ children }: { children: ReactNode }) {
  const { t } = useDesk();
  return (
    <div role="search" aria-label={t('filter.label')} className="mb-4 flex flex-wrap items-end gap-3 print:hidden">
      {children}
    </div>
  );
}

const all = 'all';
type FilterProps = {
  label: string;
  choices: readonly Choice[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};
export function FilterSelect({ label, choices, value, onChange }: FilterProps) {
  const { t } = useDesk();
  return (
    <Select
      label={label}
      placeholder={t('filter.all')}
      value={value ?? all}
      onChange={(id) => onChange(id === all ? undefined : id)}
      choices={[{ id: all, label: t('filter.all') }, ...choices]}
      className="min-w-32 grow basis-32 text-sm sm:w-48 sm:grow-0 sm:basis-auto"
    />
  );
}

type SearchProps = { label: string; value: string | undefined; onChange: (value: string | undefined) => void };
/** Asked when the person says so, not with every letter. */
export function FilterText({ label, value, onChange }: SearchProps) {
  const { t } = useDesk();
  const [typed, setTyped] = useState(value ?? '');
  return (
    <form
      className="flex w-full items-end gap-2 sm:w-auto"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(typed.trim() || undefined);
      }}
    >
      <TextField label={label} value={typed} onChange={setTyped} className="grow text-sm sm:w-64" />
      <Button type="submit" variant="secondary" icon="search">
        {t('filter.go')}
      </Button>
    </form>
  );
}
