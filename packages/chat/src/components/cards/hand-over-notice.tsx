import { useEffect, useState } from 'react';
import type { FeedbackState } from '../../state/feedback-state.ts';
import { timeTexts } from '../../strings/time-text.ts';
import { rareParts } from '../lazy/lazy-parts.ts';
import { useLocale } from '../locale.tsx';
import { HandOverRow } from '../log/hand-over-row.tsx';

const EmailForm = rareParts.component((parts) => parts.EmailForm);

/** Says what a hand-over means for the customer, and asks where to write to while nobody is there. It promises nothing beyond. */
export function HandOverNotice(props: {
  siteName: string;
  available: FeedbackState['available'];
  backAt: FeedbackState['backAt'];
  /** Where the team can write to; null for nowhere, undefined while that is not known. */
  contact: string | null | undefined;
  onLeaveContact: (email: string) => void;
}) {
  const { siteName, available, backAt, contact, onLeaveContact } = props;
  const { strings: all, tag } = useLocale();
  const { handedOver, feedback: strings } = all;
  const [changing, setChanging] = useState(false);
  // Who comes meanwhile takes nothing from under the customer's hands.
  const [writing, setWriting] = useState(false);
  // Also where it is known at once: the words come into their live region, or they would not be read out.
  const [told, setTold] = useState<FeedbackState['available']>(null);
  useEffect(() => setTold(available), [available]);
  return (
    <HandOverRow kind="hand-over" title={handedOver(siteName)}>
      <div className="fd-hand-over-text" role="status">
        {told === true && <p>{strings.personHere}</p>}
        {told === false && <p>{contact === null ? strings.personAway : strings.personAwayStill}</p>}
        {told === false && backAt !== null && (
          <p data-back="">{strings.peopleBack(timeTexts(tag).ahead(backAt, new Date()))}</p>
        )}
        {contact != null && !changing && (
          <p className="fd-contact">
            <ContactSentence sentence={strings.contactLeft(contact)} contact={contact} />{' '}
            <button type="button" className="fd-link" onClick={() => setChanging(true)}>
              {strings.change}
            </button>
          </p>
        )}
      </div>
      {(changing || (contact === null && (available === false || writing))) && (
        <EmailForm
          initial={contact ?? ''}
          onWriting={() => setWriting(true)}
          onLeave={(email) => {
            setChanging(false);
            onLeaveContact(email);
          }}
          {...(changing ? { onCancel: () => setChanging(false) } : {})}
        />
      )}
      <p>{strings.meanwhile}</p>
    </HandOverRow>
  );
}

/** Where its line is too short the address is broken after its @, not in the middle of a word. */
function ContactSentence({ sentence, contact }: { sentence: string; contact: string }) {
  const [before, after] = sentence.split(contact);
  const [name, host] = contact.split('@');
  return (
    <>
      {before}
      <bdi dir="ltr">
        {name}@<wbr />
        {host}
      </bdi>
      {after}
    </>
  );
}
