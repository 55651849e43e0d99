/** Everything begun and not yet ended, so that a test can wait for a fact and not for a while. */
export class OpenWork {
  readonly #open = new Set<Promise<unknown>>();
  readonly #complain: (error: unknown) => void;

  constructor(complain: (error: unknown) => void) {
    this.#complain = complain;
  }

  track<T>(promise: Promise<T>): Promise<T> {
    const quiet = promise.then(
      () => undefined,
      () => undefined,
    );
    this.#open.add(quiet);
    void quiet.then(() => this.#open.delete(quiet));
    return promise;
  }

  /** For work nobody awaits: its failure is only told. */
  readonly later = (promise: Promise<unknown>): void => {
    this.track(Promise.resolve(promise)).catch(this.#complain);
  };

  async idle(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }
}
