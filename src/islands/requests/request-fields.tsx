import { fromDate, parseDate, toCalendarDate, type CalendarDate } from '@internationalized/date';
import { currencies } from '../../core/money.ts';
import { categoryIds } from '../../features/discovery/categories.ts';
import { cityIds } from '../../features/discovery/places.ts';
import { requestLimits } from '../../features/requests/rules.ts';
import { useAccount } from '../account/account-frame.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { DatePicker } from '../ui/date-picker.tsx';
import { MoneyField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import type { RequestDraft } from './draft.ts';
import type { RequestWords } from './request-part.ts';
import { VisibilityChoice } from './visibility-choice.tsx';

type Props = RequestWords & {
  draft: RequestDraft;
  change: (part: Partial<RequestDraft>) => void;
  /** of a published one: what may not be changed any more */
  fixed: { visibility: boolean; currency: boolean };
};
const dayOf = (iso: string | null): CalendarDate | null => (iso === null ? null : parseDate(iso));

/** Everything its owner says about a request, in the order somebody thinks of it. */
export function RequestFields({ draft, change, fixed, t, label }: Props) {
  const { me } = useAccount();
  const currency = draft.currency;
  const contact = (part: Partial<RequestDraft['contact']>) => change({ contact: { ...draft.contact, ...part } });
  return (
    <>
      <Card title={t('form.what')}>
        <div className="flex flex-col gap-5">
          <TextField
            name="title"
            label={t('field.title')}
            hint={t('hint.title')}
            value={draft.title}
            onChange={(title) => change({ title })}
            maxLength={requestLimits.title}
            isRequired
          />
          <TextArea
            name="description"
            label={t('field.description')}
            hint={t('hint.description')}
            value={draft.description}
            onChange={(description) => change({ description })}
            maxLength={requestLimits.description}
            rows={6}
            isRequired
          />
          <Select
            name="category"
            label={t('field.category')}
            placeholder={t('form.choose')}
            value={draft.category}
            onChange={(category) => change({ category })}
            choices={categoryIds.map((id) => ({ id, label: label(`category.${id}`) }))}
            isRequired
          />
        </div>
      </Card>
      <Card title={t('form.when')}>
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            name="city"
            label={t('field.city')}
            placeholder={t('form.choose')}
            value={draft.city}
            onChange={(city) => change({ city })}
            choices={cityIds.map((id) => ({ id, label: label(`city.${id}`) }))}
            isRequired
          />
          <TextField
            name="place"
            label={t('field.place')}
            hint={t('hint.place')}
            value={draft.place}
            onChange={(place) => change({ place })}
            maxLength={requestLimits.place}
            isRequired={false}
          />
          <DatePicker
            name="startsOn"
            label={t('field.startsOn')}
            openLabel={t('form.openCalendar')}
            value={dayOf(draft.startsOn)}
            onChange={(day) => change({ startsOn: day?.toString() ?? null })}
            isRequired
          />
          <DatePicker
            name="endsOn"
            label={t('field.endsOn')}
            hint={t('hint.endsOn')}
            openLabel={t('form.openCalendar')}
            value={dayOf(draft.endsOn)}
            onChange={(day) => change({ endsOn: day?.toString() ?? null })}
            isRequired={false}
          />
        </div>
      </Card>
      <Card title={t('form.budget')}>
        <div className="grid gap-5 sm:grid-cols-3">
          <Select
            name="currency"
            label={t('field.currency')}
            placeholder={t('form.choose')}
            value={currency}
            // a sum is a number of one currency's units: in another it would be another sum
            onChange={(chosen) => chosen !== currency && change({ currency: chosen, budgetMin: null, budgetMax: null })}
            choices={currencies.map((id) => ({ id, label: t(`currency.${id}`) }))}
            isDisabled={fixed.currency}
            {...(fixed.currency && { hint: t('wrong.fixed') })}
            isRequired
          />
          {currency && (
            <>
              <MoneyField
                name="budgetMin"
                label={t('field.budgetMin')}
                currency={currency}
                unit={currency}
                amount={draft.budgetMin}
                onChange={(budgetMin) => change({ budgetMin: budgetMin || null })}
                isRequired={false}
              />
              <MoneyField
                name="budgetMax"
                label={t('field.budgetMax')}
                currency={currency}
                unit={currency}
                amount={draft.budgetMax}
                onChange={(budgetMax) => change({ budgetMax: budgetMax || null })}
                isRequired
              />
            </>
          )}
        </div>
      </Card>
      <Card title={t('form.talk')}>
        <VisibilityChoice
          t={t}
          value={draft.visibility}
          onChange={(visibility) => change({ visibility })}
          isFixed={fixed.visibility}
        />
        <p className="mt-4 text-sm text-ink-faint">{t('form.files')}</p>
      </Card>
      <Card title={t('form.contact')}>
        <p className="mb-4 text-ink-soft">{t('contact.lead')}</p>
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <TextField
            name="contact.name"
            label={t('contact.name')}
            value={draft.contact.name}
            onChange={(name) => contact({ name })}
            maxLength={80}
            autoComplete="name"
            isRequired={false}
          />
          <TextField
            name="contact.phone"
            label={t('contact.phone')}
            value={draft.contact.phone}
            onChange={(phone) => contact({ phone })}
            maxLength={20}
            inputMode="tel"
            autoComplete="tel"
            isRequired={false}
          />
          <div className="flex flex-col items-start gap-1">
            <TextField
              name="contact.email"
              label={t('contact.email')}
              value={draft.contact.email}
              onChange={(email) => contact({ email: email.trim() })}
              maxLength={254}
              inputMode="email"
              autoComplete="email"
              isRequired={false}
              className="w-full"
            />
            {draft.contact.email === '' && (
              <Button
                variant="quiet"
                size="sm"
                className="-ms-3 text-start"
                onPress={() => contact({ email: me.email })}
              >
                {/* an address too long for a telephone breaks behind its sign */}
                <span className="wrap-anywhere">
                  {t('contact.useMine', { email: `\u2068${me.email.replace('@', '@\u200b')}\u2069` })}
                </span>
              </Button>
            )}
          </div>
        </div>
      </Card>
      <ExpiryField draft={draft} change={change} t={t} />
    </>
  );
}

/** A day is over at its last minute, on its owner's clock. */
function ExpiryField({ draft, change, t }: Pick<Props, 'draft' | 'change' | 't'>) {
  const { me } = useAccount();
  const zone = me.timeZone;
  return (
    <Card as="div">
      <DatePicker
        name="expiresAt"
        label={t('field.expiresAt')}
        hint={t('hint.expiresAt')}
        openLabel={t('form.openCalendar')}
        value={draft.expiresAt ? toCalendarDate(fromDate(new Date(draft.expiresAt), zone)) : null}
        onChange={(day) =>
          change({
            expiresAt: day ? new Date(day.add({ days: 1 }).toDate(zone).getTime() - 60_000).toISOString() : null,
          })
        }
        className="sm:max-w-xs"
        isRequired={false}
      />
    </Card>
  );
}
