/** What went over the bridge. An HTTP call is one round trip; on a WebSocket each Sync or simple query is one. */
export type BridgeCounters = { http: number; ws: number; queries: number; roundTrips: number };

const none = (): BridgeCounters => ({ http: 0, ws: 0, queries: 0, roundTrips: 0 });

export class Ledger {
  readonly total: BridgeCounters = none();
  readonly #byDatabase = new Map<string, BridgeCounters>();

  note(database: string, add: Partial<BridgeCounters>): void {
    const own = this.#byDatabase.get(database) ?? none();
    this.#byDatabase.set(database, own);
    for (const counters of [this.total, own]) {
      counters.http += add.http ?? 0;
      counters.ws += add.ws ?? 0;
      counters.queries += add.queries ?? 0;
      counters.roundTrips += add.roundTrips ?? 0;
    }
  }

  of(database: string): BridgeCounters {
    return { ...(this.#byDatabase.get(database) ?? none()) };
  }
}
