import type { Benefit } from '../../features/subscriptions/rules/catalogue.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';
import { Icon } from '../ui/icon.tsx';

type BenefitsProps = { now: readonly Benefit[]; planned: readonly Benefit[]; later: string; label: Translate<Catalog> };

/** What an offer gives today, and apart from it what comes: nobody shall buy a promise for a fact. */
export function Benefits({ now, planned, later, label }: BenefitsProps) {
  const line = (benefit: Benefit, isLater: boolean) => (
    <li key={benefit.is} className="flex gap-2.5">
      <Icon
        name={isLater ? 'clock' : 'check'}
        className={`mt-1 size-5 ${isLater ? 'text-ink-faint' : 'text-palm-ink'}`}
      />
      <span>{label(`pricing.has.${benefit.is}`, { ...benefit })}</span>
    </li>
  );
  return (
    <>
      <ul className="flex flex-col gap-2">{now.map((benefit) => line(benefit, false))}</ul>
      {planned.length > 0 && (
        <>
          <p className="mt-4 text-sm font-semibold text-ink-soft">{later}</p>
          <ul className="mt-2 flex flex-col gap-2 text-ink-soft">{planned.map((benefit) => line(benefit, true))}</ul>
        </>
      )}
    </>
  );
}
