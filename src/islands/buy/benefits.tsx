import type { Benefit } from '../../features/subscriptions/rules/catalogue.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';

/** What an offer gives. */
export const Benefits = ({ benefits, label }: { benefits: readonly Benefit[]; label: Translate<Catalog> }) => (
  <ul className="flex flex-col gap-2">
    {benefits.map((benefit) => (
      <li key={benefit.is} className="flex gap-2.5">
        <Icon name="check" className="mt-1 size-5 text-palm-ink" />
        <span>{label(`pricing.has.${benefit.is}`, { ...benefit })}</span>
      </li>
    ))}
  </ul>
);
