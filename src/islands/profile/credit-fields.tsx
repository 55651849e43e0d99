import { castingLimits, creditKinds, lastCreditYear, type Credit } from '../../features/profiles/rules/casting.ts';
import type { StudioMessages } from '../../i18n/catalogs/studio.ts';
import type { Translate } from '../../i18n/translate.ts';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';

/** One credit being written. */
export function CreditFields({
  at,
  credit,
  onChange,
  s,
}: {
  at: number;
  credit: Credit;
  onChange: (part: Partial<Credit>) => void;
  s: Translate<StudioMessages>;
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        name={`credits.${at}.title`}
        label={s('credit.title')}
        value={credit.title}
        onChange={(title) => onChange({ title })}
        maxLength={castingLimits.creditTitle}
        isRequired
        autoFocus
      />
      <TextField
        name={`credits.${at}.role`}
        label={s('credit.role')}
        value={credit.role}
        onChange={(role) => onChange({ role })}
        maxLength={castingLimits.creditRole}
      />
      <Select
        name={`credits.${at}.kind`}
        label={s('credit.kind')}
        placeholder=""
        value={credit.kind}
        onChange={(kind) => onChange({ kind })}
        choices={creditKinds.map((id) => ({ id, label: s(`kind.${id}`) }))}
      />
      <NumberField
        name={`credits.${at}.year`}
        label={s('credit.year')}
        value={credit.year}
        onChange={(year) => year !== null && onChange({ year })}
        minValue={castingLimits.year}
        maxValue={lastCreditYear(new Date())}
        formatOptions={{ useGrouping: false }}
        isRequired
      />
      <TextField
        name={`credits.${at}.production`}
        label={s('credit.production')}
        value={credit.production}
        onChange={(production) => onChange({ production })}
        maxLength={castingLimits.creditProduction}
        className="sm:col-span-2"
      />
    </div>
  );
}
