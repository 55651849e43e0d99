import { exampleIds } from '../../features/examples.ts';
import type { Storage } from '../../features/storage.ts';
import { idAt } from './chance.ts';
import { demoFiles } from './files.ts';
import type { DemoRows } from './rows.ts';

type FileName = keyof typeof demoFiles;
const objectKey = (file: FileName) => `files/demo/${file}`;

/** By the words they were sent with. */
const sent: readonly { with: string; files: readonly FileName[] }[] = [
  { with: 'أبلغ القاعة باسمچ', files: ['plan', 'timetable'] },
  { with: 'وصلت القاعة اليوم', files: ['stage'] },
  { with: 'إذن نجيب غطا للعود', files: ['tune'] },
];

/** Hangs the files on the messages that speak of them, and announces the one that the API's example completes. */
export function attachFiles(rows: DemoRows, today: Date): void {
  // the same at every hour of the day, and a day away from being swept
  const tonight = new Date(today.getTime() + 86_400_000);
  for (const { with: words, files } of sent) {
    const message = rows.messages.find(({ body }) => body.startsWith(words));
    if (!message?.id || !message.sentAt) throw new Error(`nobody says "${words}" in the demo`);
    const { id: messageId, threadId, senderId, sentAt } = message;
    files.forEach((file, at) => {
      const { name, type, bytes, ...sides } = { width: null, height: null, ...demoFiles[file] };
      rows.attachments.push({
        id: idAt(`attachment ${file}`, sentAt.getTime() - today.getTime() - 60_000),
        threadId,
        ownerId: senderId,
        messageId,
        position: at + 1,
        name,
        type,
        size: bytes.length,
        ...sides,
        state: 'ready',
        storage: 'blobs',
        objectKey: objectKey(file),
        uploadUntil: sentAt,
        createdAt: sentAt,
      });
    });
  }
  const thread = rows.bookings.find(({ id }) => id === exampleIds.paidToTalk);
  if (!thread) throw new Error('the demo has no booking to talk about');
  rows.attachments.push({
    id: exampleIds.attachmentToComplete,
    threadId: exampleIds.threadToTalk,
    ownerId: thread.customerId,
    name: demoFiles.plan.name,
    type: demoFiles.plan.type,
    size: demoFiles.plan.bytes.length,
    storage: 'blobs',
    uploadUntil: tonight,
    createdAt: tonight,
  });
}

/** Their bytes, where the rows say they lie. What is there already is left; what was only announced comes with a fresh demo. */
export async function storeFiles(storage: Storage, fresh: boolean): Promise<void> {
  const wanted = [
    ...sent.flatMap(({ files }) => files).map((file) => [objectKey(file), demoFiles[file]] as const),
    ...(fresh ? [[`incoming/${exampleIds.attachmentToComplete}`, demoFiles.plan] as const] : []),
  ];
  for (const [key, { bytes, type }] of wanted) {
    if (!(await storage.head(key))) await storage.write(key, bytes, type);
  }
}
