import { AppError } from '../../../core/errors.ts';
import { api, ctxOf } from '../../endpoint.ts';
import * as contract from '../contract.ts';
import { uploadMedia } from '../uploading.ts';

/** What a function hears at all; the storage's own limit is lower. */
export const uploadLimit = 6 * 1024 * 1024;

/** Uploads that come to us: raw bytes, let in by their address alone. */
export const portfolioUploadRoutes = api().openapi(contract.uploadWork, async (c) => {
  const body = await c.req.arrayBuffer();
  // a body whose length nobody said
  if (body.byteLength > uploadLimit) throw new AppError('body_too_large');
  await uploadMedia(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query'), body });
  return c.body(null, 204);
});
