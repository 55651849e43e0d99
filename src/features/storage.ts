/** Where files lie. A driver keeps bytes under keys and knows nothing of threads, people or rules. */
export interface Storage {
  /** kept with each file, so that one stays readable when a deploy moves to another driver */
  readonly name: string;
  readonly limits: {
    /** the most bytes one upload may have, or one part of it */
    upload: number;
    /** parts of a file can be asked for, without reading the rest */
    ranges: boolean;
  };
  /** Files may come in parts of `limits.upload` bytes and lie as one; null: in one piece or not at all. */
  readonly parts: FileParts | null;
  /** An address that takes this very file, once or until a time, from whoever holds it. */
  signUpload(wish: UploadWish): Promise<SignedUpload>;
  /** An address that shows a file to whoever holds it, for a short time. Null: there is none, it goes through us. */
  signDownload(key: string, wish: DownloadWish): Promise<string | null>;
  /** How many bytes lie there; null: nothing does. */
  head(key: string): Promise<{ size: number } | null>;
  /** The bytes, all or a part (both ends included); null: there are none. */
  read(key: string, part?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  write(key: string, bytes: Uint8Array, type: string): Promise<void>;
  /** Removing what is not there is done. */
  remove(key: string): Promise<void>;
}

export interface FileParts {
  /** the most bytes a file of parts may have */
  readonly most: number;
  /** One part, counted from 0, of a file of `size` bytes. False: the first one, which says what it will be, is not there. */
  write(key: string, bytes: Uint8Array, part: { at: number; size: number; type: string }): Promise<boolean>;
}

export type UploadWish = {
  key: string;
  type: string;
  size: number;
  until: Date;
  now: Date;
  /** a word nobody can guess, good for one upload: for a driver whose uploads come to us */
  ticket: { door: UploadDoor; id: string; word: string };
};
/** Our own addresses that take bytes: one for each capability that keeps some. */
export type UploadDoor = 'attachment-uploads' | 'portfolio-uploads';
export type SignedUpload = { method: 'PUT'; url: string; headers: Record<string, string> };
export type DownloadWish = { type: string; disposition: string; seconds: number; now: Date };
export type ByteRange = { from: number; to: number };

/** The drivers of this deploy: what new files go to, and every one that older files may lie in. */
export type Storages = { current(): Promise<Storage>; named(name: string): Promise<Storage | null> };
