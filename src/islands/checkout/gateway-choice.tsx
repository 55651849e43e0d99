import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { Translate } from '../../i18n/translate.ts';
import { gatewayText, type GatewayOffer } from './gateways.ts';

type GatewayChoiceProps = {
  offers: readonly GatewayOffer[];
  value: string;
  onChange: (driver: string) => void;
  t: Translate<PaymentMessages>;
};

/** Which way to pay. Where there is one, nobody is asked. */
export function GatewayChoice({ offers, value, onChange, t }: GatewayChoiceProps) {
  const [only] = offers;
  if (offers.length === 1 && only) return <p className="text-ink-soft">{gatewayText(only.driver, t)}</p>;
  return (
    <RadioGroup value={value} onChange={onChange} className="flex flex-col gap-2">
      <Label className="font-semibold">{t('checkout.choose')}</Label>
      {offers.map(({ driver, title }) => (
        <Radio
          key={driver}
          value={driver}
          className="group/way flex cursor-pointer items-start gap-3 rounded-lg border-2 border-line bg-raised p-4 transition-colors hover:border-line-strong data-selected:border-palm data-selected:bg-palm-soft data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus"
        >
          <span
            aria-hidden="true"
            className="mt-1 grid size-5 shrink-0 place-items-center rounded-full border-2 border-line-strong group-data-selected/way:border-palm"
          >
            <span className="size-2.5 rounded-full group-data-selected/way:bg-palm" />
          </span>
          <span>
            <span className="block font-semibold">
              <bdi>{title}</bdi>
            </span>
            <span className="block text-sm text-ink-soft">{gatewayText(driver, t)}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
