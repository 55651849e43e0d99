import { useState } from 'react';
import type { CalendarDate } from '@internationalized/date';
import { getLocalTimeZone, today } from '@internationalized/date';
import { productIds, type ProductId } from '../../features/subscriptions/rules/states.ts';
import { DatePicker } from '../ui/date-picker.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { useDesk } from './admin-frame.tsx';
import { WriteDialog } from './write-dialog.tsx';

/** A plan or membership as a present: until a day, with a reason that is kept. */
export function GiveSubscription({ onClose }: { onClose: () => void }) {
  const { api, t } = useDesk();
  const [userId, setUserId] = useState('');
  const [product, setProduct] = useState<ProductId | null>(null);
  const [until, setUntil] = useState<CalendarDate | null>(null);
  const [reason, setReason] = useState('');
  return (
    <WriteDialog
      title={t('give.title')}
      onClose={onClose}
      write={(key, body: Parameters<typeof api.giveSubscription>[1]) => api.giveSubscription(key, body)}
      input={
        product === null || until === null
          ? null
          : {
              userId: userId.trim(),
              product,
              // the whole of that day
              until: until.add({ days: 1 }).toDate(getLocalTimeZone()).toISOString(),
              reason: reason.trim(),
            }
      }
      submitLabel={t('give.do')}
      done={t('give.done')}
    >
      <TextField
        name="userId"
        label={t('userId')}
        hint={t('userId.hint')}
        isRequired
        maxLength={100}
        value={userId}
        onChange={setUserId}
      />
      <Select<ProductId>
        name="product"
        label={t('col.product')}
        placeholder={t('choose')}
        isRequired
        value={product}
        onChange={setProduct}
        choices={productIds.map((id) => ({ id, label: t(`product.${id}`) }))}
      />
      <DatePicker
        name="until"
        label={t('give.until')}
        hint={t('give.until.hint')}
        openLabel={t('give.calendar')}
        isRequired
        minValue={today(getLocalTimeZone())}
        value={until}
        onChange={setUntil}
      />
      <TextArea
        name="reason"
        label={t('reason')}
        isRequired
        maxLength={500}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
