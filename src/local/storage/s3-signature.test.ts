import { expect, test } from 'vitest';
import { judgeSignature } from './s3-signature.ts';

// The examples of AWS's own document (Signature Calculations for S3: query parameters; Authorization header, GET Object).
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const then = new Date('2013-05-24T00:00:00Z');
const none = new Uint8Array();
const host = 'examplebucket.s3.amazonaws.com';

const presigned = (over: Record<string, string> = {}) => {
  const url = new URL(`https://${host}/test.txt`);
  const query = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20130524T000000Z',
    'X-Amz-Expires': '86400',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    ...over,
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { method: 'GET', url, headers: new Headers({ host }), body: none };
};
const signed = (over: Record<string, string> = {}) => ({
  method: 'GET',
  url: new URL(`https://${host}/test.txt`),
  headers: new Headers({
    host,
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ...over,
  }),
  body: none,
});

test("AWS's own examples are right", () => {
  expect(judgeSignature(keys, presigned(), then)).toEqual({ ok: true });
  expect(judgeSignature(keys, signed(), then)).toEqual({ ok: true });
});
test.each([
  ['longer', presigned({ 'X-Amz-Expires': '86401' }), 'SignatureDoesNotMatch'],
  ['another part', signed({ range: 'bytes=0-10' }), 'SignatureDoesNotMatch'],
  ['another date', presigned({ 'X-Amz-Date': '20130524T000001Z' }), 'SignatureDoesNotMatch'],
  ['a header nobody signed', signed({ 'x-amz-acl': 'public-read' }), 'AccessDenied'],
  ['other bytes than were signed', { ...signed(), body: new Uint8Array([1]) }, 'XAmzContentSHA256Mismatch'],
  [
    'somebody else',
    presigned({ 'X-Amz-Credential': 'OTHER/20130524/us-east-1/s3/aws4_request' }),
    'InvalidAccessKeyId',
  ],
  ['no signature', { ...signed(), headers: new Headers({ host }) }, 'AccessDenied'],
])('%s is not', (_, asked, code) => expect(judgeSignature(keys, asked, then)).toMatchObject({ ok: false, code }));
test('and they end', () => {
  expect(judgeSignature(keys, presigned(), new Date('2013-05-25T00:00:01Z'))).toMatchObject({ code: 'AccessDenied' });
  expect(judgeSignature(keys, signed(), new Date('2013-05-24T00:16:00Z'))).toMatchObject({
    code: 'RequestTimeTooSkewed',
  });
});
