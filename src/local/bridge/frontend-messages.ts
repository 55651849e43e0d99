const protocol3 = 3 << 16;

export type FrontendSeen = { startup?: Record<string, string>; queries: number; roundTrips: number };

/** Reads along what a client says to Postgres, over whatever borders the chunks have, keeping nothing but lengths and the startup message. */
export class FrontendMessages {
  #started = false;
  #pending = Buffer.alloc(0);
  #skip = 0;

  read(chunk: Buffer): FrontendSeen {
    const seen: FrontendSeen = { queries: 0, roundTrips: 0 };
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, rest.length);
        this.#skip -= step;
        rest = rest.subarray(step);
        continue;
      }
      rest = this.#pending.length > 0 ? Buffer.concat([this.#pending, rest]) : rest;
      this.#pending = Buffer.alloc(0);
      const typed = this.#started ? 1 : 0;
      if (rest.length < typed + 4) {
        this.#pending = Buffer.from(rest);
        break;
      }
      const length = typed + Math.max(4, rest.readInt32BE(typed));
      if (typed === 0) {
        if (rest.length < length) {
          this.#pending = Buffer.from(rest);
          break;
        }
        // A request for TLS or a cancellation also comes without a type, before the real start.
        if (length >= 8 && rest.readInt32BE(4) === protocol3) {
          this.#started = true;
          seen.startup = parameters(rest.subarray(8, length));
        }
        rest = rest.subarray(length);
        continue;
      }
      const type = String.fromCharCode(rest[0] ?? 0);
      if (type === 'Q' || type === 'E') seen.queries += 1;
      if (type === 'Q' || type === 'S') seen.roundTrips += 1;
      const step = Math.min(length, rest.length);
      this.#skip = length - step;
      rest = rest.subarray(step);
    }
    return seen;
  }
}

function parameters(body: Buffer): Record<string, string> {
  const words = body.toString('utf8').split('\0');
  const found: Record<string, string> = {};
  for (let i = 0; i + 1 < words.length && words[i]; i += 2) found[words[i] ?? ''] = words[i + 1] ?? '';
  return found;
}
