import { useState } from 'react';
import { parseDate, type CalendarDate } from '@internationalized/date';
import type { RegistrationClient } from '../../client/registration-api.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { DatePicker } from '../ui/date-picker.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { useDesk } from './admin-frame.tsx';
import { WriteDialog } from './write-dialog.tsx';

type MendProps = {
  who: { userId: string; name: string; birthDate: string | null };
  api: RegistrationClient;
  registration: RegistrationMessages;
  labels: Catalog;
  onClose: () => void;
};

/** What its owner cannot mend any more, or may not: somebody has seen what shows the right date. */
export function MendBirthDate({ who, api, registration, labels, onClose }: MendProps) {
  const { locale } = useDesk();
  const t = translator(locale, registration);
  const [day, setDay] = useState<CalendarDate | null>(who.birthDate === null ? null : parseDate(who.birthDate));
  const [reason, setReason] = useState('');
  const ready = day !== null && reason.trim() !== '';
  return (
    <WriteDialog
      title={t('approvals.mend.title', { name: who.name })}
      onClose={onClose}
      write={(key, body: { birthDate: string; reason: string }) => api.mendBirthDate(key, who.userId, body)}
      input={ready ? { birthDate: day.toString(), reason: reason.trim() } : null}
      submitLabel={t('approvals.mend')}
      done={t('approvals.mend.done')}
    >
      <DatePicker
        name="birthDate"
        label={t('age.mend.label')}
        openLabel={translateIfKnown(labels, 'birthDate.open', t('age.mend.label'))}
        isRequired
        value={day}
        onChange={setDay}
      />
      <TextArea
        name="reason"
        label={t('approvals.mend.words')}
        hint={t('approvals.mend.hint')}
        isRequired
        maxLength={500}
        rows={3}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
