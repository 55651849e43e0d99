/** Whoever should carry a letter says that trying again is no use: the address does not exist, or the letter is not taken. */
export class RefusedForGood extends Error {
  /** it is the address that is wrong, not this one letter */
  readonly isAddress: boolean;
  constructor(said: string, isAddress: boolean, options?: ErrorOptions) {
    super(said, options);
    this.name = 'RefusedForGood';
    this.isAddress = isAddress;
  }
}
