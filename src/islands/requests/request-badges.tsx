import type { OwnRequestView } from '../../client/requests-api.ts';
import type { Tone } from '../../styles/tone.ts';
import { Badge } from '../ui/badge.tsx';
import type { RequestWords } from './request-part.ts';

const tones: Readonly<Record<OwnRequestView['state'], Tone>> = { DRAFT: 'warm', OPEN: 'good', CLOSED: 'neutral' };

/** Its state and, of what talents see, whether somebody of the house has looked at it. */
export function RequestBadges({ request, t }: Pick<RequestWords, 't'> & { request: OwnRequestView }) {
  const { state, closedReason, checked } = request;
  return (
    <span className="flex flex-wrap gap-2">
      <Badge tone={closedReason === 'removed' ? 'bad' : tones[state]}>
        {closedReason ? t(`closed.${closedReason}`) : t(`state.${state}`)}
      </Badge>
      {state === 'OPEN' && (
        <Badge tone={checked ? 'info' : 'neutral'}>{t(checked ? 'checked.yes' : 'checked.no')}</Badge>
      )}
    </span>
  );
}
