import { useState } from 'react';
import type { FeedbackActions } from '../../outgoing/feedback-outbox.ts';
import type { EndStage } from '../../state/conversation-end.ts';
import type { ConversationScore } from '../../state/feedback-state.ts';
import { CloseIcon } from '../icons.tsx';
import { useStrings } from '../locale.tsx';
import { CommentForm } from './comment-form.tsx';
import { RatingScale } from './rating-scale.tsx';

/** The end of a conversation: whether it is solved, then a rating or the offer of a person. */
export function ConversationEndCard(props: {
  stage: EndStage;
  rating: ConversationScore | null;
  actions: FeedbackActions;
}) {
  const { stage, rating, actions } = props;
  const { feedback: strings } = useStrings();
  switch (stage.kind) {
    case 'ask-solved':
      return (
        <li className="fd-row fd-card" data-role="end" data-stage={stage.kind}>
          <DismissibleTitle
            text={strings.solvedQuestion}
            onDismiss={() => actions.noteAsked(stage.generationId, true)}
          />
          <div className="fd-form-buttons">
            <button type="button" className="fd-button fd-button-outline" onClick={() => actions.tellSolved(true)}>
              {strings.yes}
            </button>
            <button type="button" className="fd-button fd-button-outline" onClick={() => actions.tellSolved(false)}>
              {strings.no}
            </button>
          </div>
        </li>
      );
    case 'offer-person':
      return (
        <li className="fd-row fd-card" data-role="end" data-stage={stage.kind}>
          <DismissibleTitle text={strings.unsolved} onDismiss={() => actions.noteAsked(stage.generationId, true)} />
          <button type="button" className="fd-button" onClick={actions.requestPerson}>
            {strings.talkToPerson}
          </button>
        </li>
      );
    case 'rate':
      return (
        <li className="fd-row fd-card" data-role="end" data-stage={stage.kind}>
          <RatingScale
            question={strings.rateQuestion}
            score={rating?.score ?? null}
            onRate={(score) => actions.rateConversation(score, rating?.comment ?? null)}
          />
          {rating !== null && <RatingComment rating={rating} onComment={actions.rateConversation} />}
        </li>
      );
  }
}

function DismissibleTitle({ text, onDismiss }: { text: string; onDismiss: () => void }) {
  const { feedback: strings } = useStrings();
  return (
    <div className="fd-card-line">
      <p className="fd-card-title">{text}</p>
      <button
        type="button"
        className="fd-action"
        aria-label={strings.notNow}
        title={strings.notNow}
        onClick={onDismiss}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

function RatingComment(props: {
  rating: ConversationScore;
  onComment: (score: number, comment: string | null) => void;
}) {
  const { score, comment } = props.rating;
  const { feedback: strings } = useStrings();
  const [changing, setChanging] = useState(false);
  const writing = comment === null || changing;
  return (
    <>
      {writing ? (
        <CommentForm
          label={strings.rateComment}
          initial={comment}
          onSend={(written) => {
            props.onComment(score, written);
            setChanging(false);
          }}
        />
      ) : (
        <p className="fd-comment">
          <span dir="auto">{comment}</span>{' '}
          <button type="button" className="fd-link" onClick={() => setChanging(true)}>
            {strings.change}
          </button>
        </p>
      )}
      {/* There before its words, or they would not be read out. */}
      <p className="fd-thanks" role="status">
        {!writing && strings.thanks}
      </p>
    </>
  );
}
