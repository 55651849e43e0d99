const refund = ['none', 'full', 'partial'] as const;
const trust = ['signature', 'secret', 'hint'] as const;
const notifies = ['every_change', 'success_only', 'unknown'] as const;

export type ShownPowers = {
  currencies: readonly string[];
  refund: (typeof refund)[number];
  trust: (typeof trust)[number];
  notifies: (typeof notifies)[number];
  cancel: boolean;
  recurring: boolean;
  amountFormat: string;
  windows: { payable: number | null; refundable: number | null };
};

const isRecord = (told: unknown): told is Record<string, unknown> => typeof told === 'object' && told !== null;
const lasting = (told: unknown): number | null => (typeof told === 'number' ? told : null);

/** The powers as this page knows them. A driver with a power of a newer kind is shown without words rather than wrongly. */
export function readPowers(told: Record<string, unknown>): ShownPowers | null {
  const found = {
    refund: refund.find((one) => one === told.refund),
    trust: trust.find((one) => one === told.trust),
    notifies: notifies.find((one) => one === told.notifies),
  };
  if (!found.refund || !found.trust || !found.notifies) return null;
  const windows = isRecord(told.windows) ? told.windows : {};
  return {
    refund: found.refund,
    trust: found.trust,
    notifies: found.notifies,
    currencies: Array.isArray(told.currencies) ? told.currencies.map(String) : [],
    cancel: told.cancel === true,
    recurring: told.recurring === true,
    amountFormat: typeof told.amountFormat === 'string' ? told.amountFormat : '',
    windows: { payable: lasting(windows.payable), refundable: lasting(windows.refundable) },
  };
}
