import { workVisibilities, type WorkVisibility } from '../../features/portfolio/rules/media.ts';
import type { PortfolioMessages } from '../../i18n/catalogs/portfolio.ts';
import type { Translate } from '../../i18n/translate.ts';
import { Select } from '../ui/select.tsx';

export function VisibilityChoice({
  value,
  onChange,
  t,
}: {
  value: WorkVisibility;
  onChange: (to: WorkVisibility) => void;
  t: Translate<PortfolioMessages>;
}) {
  return (
    <Select
      label={t('form.seenBy')}
      placeholder={t('form.seenBy')}
      choices={workVisibilities.map((id) => ({ id, label: t(`seen.${id}`), text: t(`seen.${id}.text`) }))}
      value={value}
      onChange={onChange}
    />
  );
}
