import { useId } from 'react';
import { StarIcon } from '../icons.tsx';
import { ignoreSecondClick } from '../ignore-second-click.ts';
import { useStrings } from '../locale.tsx';

const scores = [1, 2, 3, 4, 5] as const;

/** One to five stars, as the radio buttons that they are. */
export function RatingScale(props: { question: string; score: number | null; onRate: (score: number) => void }) {
  const { question, score, onRate } = props;
  const { feedback: strings } = useStrings();
  const name = useId();
  const chosen = scores.find((one) => one === score);
  return (
    <fieldset className="fd-rating">
      <legend className="fd-card-title">{question}</legend>
      {/* They come to be where the buttons of the question before were. */}
      <div className="fd-stars" onClickCapture={ignoreSecondClick}>
        {scores.map((one) => (
          <label key={one} className="fd-star" data-lit={(score !== null && one <= score) || undefined}>
            <input
              type="radio"
              className="fd-hidden"
              name={name}
              checked={one === score}
              onChange={() => onRate(one)}
              aria-label={strings.scores[one]}
            />
            <StarIcon />
          </label>
        ))}
        {chosen !== undefined && (
          <span className="fd-score" aria-hidden="true">
            {strings.scores[chosen]}
          </span>
        )}
      </div>
    </fieldset>
  );
}
