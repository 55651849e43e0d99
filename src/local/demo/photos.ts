import { demo, exampleIds } from '../../features/examples.ts';
import type { Storage } from '../../features/storage.ts';
import { customerId } from './accounts.ts';
import { demoCustomers } from './content/customers.ts';
import { demoFiles } from './files.ts';
import type { DemoRows } from './rows.ts';

const day = 86_400_000;
const hour = 3_600_000;
export const demoNumber = '+9647701234567';
const lies = { stage: 'photos/demo/stage', plan: 'photos/demo/plan' } as const;

/** A talent with a number on WhatsApp who was asked for photos: one can be seen, one waits to be shown, and somebody asks again. */
export function keepPhotos(rows: DemoRows, today: Date): void {
  const service = rows.services.find(({ id }) => id === exampleIds.service);
  const asker = demoCustomers.find(({ handle }) => customerId(handle) !== demo.customer);
  if (!service?.id || !asker) throw new Error('the demo has no service to show photos of');
  const talent = rows.talentProfiles.find(({ id }) => id === service.talentId);
  if (!talent) throw new Error('the demo has a service of nobody');
  const at = (age: number) => new Date(today.getTime() - age);
  rows.whatsappNumbers.push({
    userId: talent.userId,
    number: demoNumber,
    verifiedAt: at(40 * day),
    createdAt: at(40 * day),
  });
  const shared = {
    serviceId: service.id,
    talentId: service.talentId,
    talentUserId: talent.userId,
    serviceTitle: service.title,
    askerId: customerId(asker.handle),
    askerName: asker.name,
    locale: asker.locale,
  };
  rows.photoRequests.push({
    ...shared,
    id: exampleIds.photoRequestToClose,
    wish: 'شلون تطلع الكوشة بالليل؟',
    state: 'answered',
    createdAt: at(2 * day),
    expiresAt: at(-12 * day),
    answeredAt: at(day),
  });
  const photo = (file: 'stage' | 'plan', id: string, age: number) => {
    const { bytes, width = 0, height = 0 } = demoFiles[file];
    return {
      id,
      serviceId: service.id ?? '',
      talentId: service.talentId,
      requestId: exampleIds.photoRequestToClose,
      type: 'image/png' as const,
      size: bytes.length,
      width,
      height,
      storage: 'blobs',
      objectKey: lies[file],
      digest: `demo ${file}`,
      createdAt: at(age),
    };
  };
  rows.servicePhotos.push(
    { ...photo('stage', exampleIds.photoShown, day), source: 'whatsapp', state: 'shown', shownAt: at(day) },
    { ...photo('plan', exampleIds.photoToShow, day - hour), source: 'link', state: 'waiting' },
  );
}

/** Their bytes, where the rows say they lie. */
export async function storePhotos(storage: Storage): Promise<void> {
  for (const [file, key] of Object.entries(lies) as ['stage' | 'plan', string][])
    if (!(await storage.head(key))) await storage.write(key, demoFiles[file].bytes, 'image/png');
}
