/** Something on this machine stands in the way (a port, a disk, a binary). The message is one sentence for the person at the keyboard, and no stack trace helps them. */
export class CannotStart extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = 'CannotStart';
  }
}
