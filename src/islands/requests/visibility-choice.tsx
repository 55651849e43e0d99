import { Label, Radio, RadioGroup, Text } from 'react-aria-components';
import { visibilities, type Visibility } from '../../features/messaging/rules/requests.ts';
import type { RequestWords } from './request-part.ts';

type Props = Pick<RequestWords, 't'> & { value: Visibility; onChange: (chosen: Visibility) => void; isFixed: boolean };

/** Who reads whom, said before somebody chooses: afterwards it is fixed. */
export function VisibilityChoice({ value, onChange, isFixed, t }: Props) {
  return (
    <RadioGroup
      name="visibility"
      value={value}
      onChange={(chosen) => {
        const known = visibilities.find((one) => one === chosen);
        if (known) onChange(known);
      }}
      isDisabled={isFixed}
      className="flex flex-col gap-2"
    >
      <Label className="visually-hidden">{t('form.talk')}</Label>
      {visibilities.map((one) => (
        <Radio
          key={one}
          value={one}
          className="group/way flex cursor-pointer items-start gap-3 rounded-lg border-2 border-line bg-raised p-4 transition-colors hover:border-line-strong data-disabled:cursor-not-allowed data-disabled:hover:border-line data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus data-selected:border-palm data-selected:bg-palm-soft"
        >
          <span
            aria-hidden="true"
            className="mt-1 grid size-5 shrink-0 place-items-center rounded-full border-2 border-line-strong group-data-selected/way:border-palm"
          >
            <span className="size-2.5 rounded-full group-data-selected/way:bg-palm" />
          </span>
          <span>
            <span className="block font-semibold">{t(`visibility.${one}`)}</span>
            <span className="block text-sm text-ink-soft">{t(`visibility.${one}Text`)}</span>
          </span>
        </Radio>
      ))}
      <Text slot="description" className="text-sm text-ink-soft">
        {t(isFixed ? 'visibility.fixed' : 'visibility.proposals')}
      </Text>
    </RadioGroup>
  );
}
