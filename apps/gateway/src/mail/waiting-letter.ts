import { type CustomerWait, namedWaits } from '@frontdesk/database';
import { escaped, type Letter, letterBox, letterButton, letterHeading, letterPage, oneLine } from './letter.ts';

const wordsAtMost = 140;

/**
 * Pure: the letter that tells somebody of a site's team who waits for a person. English, as the dashboard.
 * @param options.waits the longest first, at least one
 * @param options.linkOf where a conversation is answered; null where no address of ours is known
 */
export function waitingLetter(options: {
  to: string;
  siteName: string;
  waits: readonly Omit<CustomerWait, 'waitingSince'>[];
  linkOf: (conversationId: string) => string | null;
}): Letter {
  const { to, waits, linkOf } = options;
  const siteName = oneLine(options.siteName);
  const subject = `${waits.length === 1 ? '1 customer waits' : `${waits.length} customers wait`} at ${siteName}`;
  const parts = waits.slice(0, namedWaits).map((wait) => ({
    heading: `${oneLine(wait.name || wait.email || `Visitor ${wait.visitorId.slice(-4)}`)}, for ${waitedText(wait.waitedMs)}:`,
    words: beginningOf(oneLine(wait.words)) || 'Has written nothing yet.',
    link: linkOf(wait.conversationId),
  }));
  const rest = waits.length > parts.length ? [`And ${waits.length - parts.length} more.`] : [];
  const hint = 'Please answer in the inbox.';
  const why = `You get this letter because you answer at ${siteName}. After how many minutes it is sent is set there, under “People and hours”; on the page of your account you can switch it off for yourself.`;
  const text = [
    `${subject}.`,
    ...parts.map(({ heading, words, link }) => [heading, words, ...(link ? [link] : [])].join('\n')),
    ...rest,
    hint,
    `-- \n${why}`,
  ].join('\n\n');
  const body = [
    ...parts.map(
      ({ heading, words, link }) =>
        `${letterHeading(heading)}\n${letterBox(escaped(words))}${link ? letterButton('Open the conversation', link) : ''}`,
    ),
    ...[...rest, hint].map((line) => `<p style="margin:24px 0 0">${escaped(line)}</p>`),
  ].join('\n');
  return { to, sender: siteName, subject, text, html: letterPage(body, { direction: 'ltr', siteName, why }) };
}

/** Whole words of it, where it is long. */
function beginningOf(text: string): string {
  if (text.length <= wordsAtMost) return text;
  const cut = text.slice(0, wordsAtMost);
  // Nor half of a character.
  return `${cut.replace(/\s\S{0,30}$/, '').replace(/[\ud800-\udbff]$/, '')}…`;
}

function waitedText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `${Math.floor(minutes / 60)} hours`;
}
