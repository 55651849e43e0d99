import type { Locale } from '../core/locale.ts';
import type * as photos from '../features/photos/contract.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type PhotoRequest = AnswerOf<typeof photos.listPhotoRequests>['items'][number];
export type ServicePhoto = AnswerOf<typeof photos.listMyPhotos>['items'][number];
export type WhatsappNumber = AnswerOf<typeof photos.getWhatsappNumber>;

/** What the photos screen asks. */
export function photosClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  const photo = (id: string) => `/api/photos/${encodeURIComponent(id)}`;
  const number = '/api/whatsapp-number';
  return {
    requests: () => read<typeof photos.listPhotoRequests>('/api/photo-requests', { limit: 50 }),
    close: (key: string, id: string) =>
      write<typeof photos.closePhotoRequest>(`/api/photo-requests/${encodeURIComponent(id)}/close`, key, {}),
    photos: () => read<typeof photos.listMyPhotos>('/api/photos'),
    move: (key: string, id: string, state: ServicePhoto['state']) =>
      write<typeof photos.movePhoto>(photo(id), key, { state }, 'PATCH'),
    remove: (key: string, id: string) => write<typeof photos.removePhoto>(photo(id), key, {} as never, 'DELETE'),
    number: () => read<typeof photos.getWhatsappNumber>(number),
    giveNumber: (key: string, body: BodyOf<typeof photos.giveWhatsappNumber>) =>
      write<typeof photos.giveWhatsappNumber>(number, key, body, 'PUT'),
    confirm: (key: string, body: BodyOf<typeof photos.confirmWhatsappNumber>) =>
      write<typeof photos.confirmWhatsappNumber>(`${number}/confirm`, key, body),
    choose: (key: string, body: BodyOf<typeof photos.chooseWhatsapp>) =>
      write<typeof photos.chooseWhatsapp>(number, key, body, 'PATCH'),
    forget: (key: string) => write<typeof photos.forgetWhatsappNumber>(number, key, {} as never, 'DELETE'),
  };
}
export type PhotosClient = ReturnType<typeof photosClient>;
