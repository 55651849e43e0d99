import { Label, Radio, RadioGroup } from 'react-aria-components';
import { accountKinds, type AccountKind } from '../../features/identity/rules.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { IconName } from '../../styles/icons.ts';
import { Icon } from '../ui/icon.tsx';

const icons: Readonly<Record<AccountKind, IconName>> = {
  individual: 'person',
  professional: 'wallet',
  company: 'people',
  talent: 'star',
  agency: 'globe',
};

type Props = {
  kind: AccountKind | null;
  onChoose: (kind: AccountKind) => void;
  looked: readonly AccountKind[];
  t: Translate<OnboardingMessages>;
};

/** What somebody is here as: chosen once, so each says what it means. */
export function KindChoice({ kind, onChoose, looked, t }: Props) {
  return (
    <RadioGroup
      value={kind}
      onChange={(chosen) => {
        const found = accountKinds.find((one) => one === chosen);
        if (found) onChoose(found);
      }}
      isRequired
      className="flex flex-col gap-3"
    >
      <Label className="visually-hidden">{t('kind')}</Label>
      <div className="grid gap-3 sm:grid-cols-2">
        {accountKinds.map((one) => (
          <Radio
            key={one}
            value={one}
            className="flex cursor-pointer gap-3 rounded-lg border-2 sm:last:col-span-2 border-line bg-raised p-4 transition-colors hover:border-line-strong data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus data-selected:border-palm data-selected:bg-palm-soft"
          >
            <span className="grid h-12 w-10 shrink-0 place-items-center rounded-arch bg-clay-soft text-clay-ink">
              <Icon name={icons[one]} />
            </span>
            <span>
              <span className="block font-semibold">{t(`kind.${one}`)}</span>
              <span className="block text-sm text-ink-soft">{t(`kind.${one}.text`)}</span>
            </span>
          </Radio>
        ))}
      </div>
      <p className="text-sm text-ink-faint">{t('kind.once')}</p>
      {kind && looked.includes(kind) && (
        <p className="rounded-md border-s-4 border-saffron bg-saffron-soft px-4 py-3 text-saffron-ink">
          {t('kind.looked')}
        </p>
      )}
    </RadioGroup>
  );
}
