import { useState } from 'react';
import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated, otherName } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { RatingInput } from '../ui/rating-input.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepBooking, type BookingPart } from './booking-part.ts';

/** Both write without seeing the other's; then both appear. */
export function ReviewForm({ view, t }: BookingPart) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepBooking(view.id);
  const [rating, setRating] = useState<number | null>(null);
  const [comment, setComment, clear] = useDraft(`review ${view.id}`, '', isText);
  const send = useWrite(
    (key, body: { rating: number; comment: string }) => api.createReview(key, view.id, body),
    (after) => {
      keep(after);
      clear();
      notify({ tone: 'good', title: t('did.review'), text: t('review.hidden') });
    },
  );
  return (
    <Form
      onSubmit={() => {
        if (rating !== null) send.mutate({ rating, comment: comment.trim() });
      }}
      className="border-t border-line pt-5"
      fieldProblems={fieldProblems(send.error, ui.t)}
    >
      <RatingInput
        name="rating"
        label={t('review.rating', { name: isolated(otherName(view)) })}
        meanings={[t('review.1'), t('review.2'), t('review.3'), t('review.4'), t('review.5')]}
        value={rating}
        onChange={setRating}
      />
      <TextArea
        name="comment"
        label={t('review.comment')}
        hint={t('review.blind')}
        value={comment}
        onChange={setComment}
        isRequired={false}
        maxLength={2000}
        rows={3}
      />
      {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
      <Button type="submit" isPending={send.isPending} className="self-start">
        {t('review.send')}
      </Button>
    </Form>
  );
}
