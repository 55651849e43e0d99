import type { Locale } from '../core/locale.ts';
import type * as attachments from '../features/attachments/contract.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';
import { ApiError, problemIn } from './problem.ts';

type Upload = AnswerOf<typeof attachments.createAttachment>['upload'];

/** To the address the server named, wherever that is: at once, or in parts of the size it named, one after the other. */
export async function sendBytes(
  upload: Upload & { partBytes?: number | undefined },
  bytes: Blob,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<void> {
  const { partBytes } = upload;
  if (partBytes === undefined) return sendPiece(upload, bytes, signal, onProgress);
  for (let at = 0; at * partBytes < bytes.size; at += 1) {
    const from = at * partBytes;
    const piece = bytes.slice(from, from + partBytes);
    await sendPiece({ ...upload, url: `${upload.url}&part=${at}` }, piece, signal, (sent) =>
      onProgress((from + sent * piece.size) / bytes.size),
    );
  }
}

/** A plain request tells how far it has come, which `fetch` cannot. */
function sendPiece(
  upload: Upload,
  bytes: Blob,
  signal: AbortSignal,
  onProgress: (part: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    };
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? resolve()
        : reject(new ApiError(problemIn(request.responseText), { cause: request.status }));
    request.onerror = () => reject(new ApiError(null));
    request.onabort = () => reject(new ApiError(null));
    signal.addEventListener('abort', () => request.abort());
    if (signal.aborted) reject(new ApiError(null));
    else request.send(bytes);
  });
}

/** What a composer asks while files are on their way. */
export function attachmentsClient(locale: Locale) {
  const { write } = apiCalls(locale);
  const one = (id: string) => `/api/attachments/${encodeURIComponent(id)}`;
  return {
    create: (key: string, body: BodyOf<typeof attachments.createAttachment>) =>
      write<typeof attachments.createAttachment>('/api/attachments', key, body),
    sendBytes,
    complete: (key: string, id: string) => write<typeof attachments.completeAttachment>(`${one(id)}/complete`, key, {}),
    remove: (key: string, id: string) =>
      write<typeof attachments.deleteAttachment>(one(id), key, {} as never, 'DELETE'),
  };
}
export type AttachmentsClient = ReturnType<typeof attachmentsClient>;

/** Where a file is shown from, and saved from. */
export const attachmentAddress = (id: string): string => `/api/attachments/${encodeURIComponent(id)}`;
