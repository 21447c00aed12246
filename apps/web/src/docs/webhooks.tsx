import { mostWebhooks, type WebhookEvent, webhookEvents } from '@frontdesk/protocol';
import { CodeBlock } from './code-block.tsx';
import { Code, Section } from './section.tsx';
import { Table } from './table.tsx';
import { webhookExample, webhookExamples } from './webhook-examples.ts';

/** What `data` has beside `siteId`, `conversationId`, `seq` and `at`. */
const about: Record<WebhookEvent, string> = {
  'message:created': 'A customer or a person has written: message, with role (visitor, agent) and text.',
  'message:superseded':
    'The customer wrote a message anew: messageId counts for nothing any more, byMessageId, which follows, stands in its place.',
  'generation:done': 'The bot has answered: generationId, message with its text and sources.',
  'generation:ended':
    'An answer ended early: generationId, state (failed, cancelled, expired), error; message, if some of it was shown.',
  'conversation:handed-over': 'The bot wants a person: reason (not-known, person, anger, failed-again, language).',
  'conversation:person-requested': 'The customer asked for a person.',
  'conversation:contact-left': 'The customer said where to write to: email.',
  'conversation:taken-over': 'A person answers from here on: by.name.',
  'conversation:handed-back': 'The bot answers again: by.name.',
  'conversation:released': 'It waits for a person again: from.name had it.',
  'conversation:resolved': 'It is done: by.name.',
  'conversation:reopened': 'It is not done any more: by is null where the customer wrote; state says who has it.',
  'conversation:solved': 'The customer says whether it solved the question: solved, by (bot, person).',
  'conversation:rated': 'The customer rated the conversation: score (1 to 5), comment.',
  'generation:rated': 'The customer rated an answer: generationId, thumb (up, down, null), comment.',
};

/** For sites whose own server wants to know. */
export function Webhooks() {
  return (
    <Section id="webhooks">
      <p>
        Your server can be told what happens in conversations: to open a ticket, to write into a team’s chat, to count.
        An admin adds its address in the{' '}
        <a href="/admin/settings/webhooks" className="text-ink underline underline-offset-2">
          settings
        </a>
        , under “Webhooks”, and chooses the events; a site has {mostWebhooks} at most. Each event is one POST, signed as{' '}
        <a href="https://www.standardwebhooks.com" rel="noreferrer" className="text-ink underline underline-offset-2">
          Standard Webhooks
        </a>{' '}
        has it, so its libraries check it. Tries in the sandbox are not told.
      </p>
      <CodeBlock label="What is sent" code={webhookExample} />
      <Table
        caption="Events"
        head={['Event', 'Meaning, and what data has']}
        rows={webhookEvents.map((event) => ({ key: event, cells: [<Code key="event">{event}</Code>, about[event]] }))}
      />
      <p>
        <Code>webhook-signature</Code> is <Code>v1,</Code> and, in base64, the HMAC-SHA256 of <Code>webhook-id</Code>,{' '}
        <Code>webhook-timestamp</Code> (in Unix seconds) and the body as it came, byte for byte, with a dot between
        them. Its key is what follows <Code>whsec_</Code> in the secret, read as base64. Refuse what is more than five
        minutes old.
      </p>
      {webhookExamples.map(({ label, code }) => (
        <CodeBlock key={label} label={label} code={code} />
      ))}
      <p>
        Any status from 200 to 299 within 10 seconds counts as received; redirects are not followed. Anything else is
        tried again after 30 seconds, then 2, 8 and 32 minutes, then after hours, eight times within some 15 hours. With
        429 or 503 and <Code>Retry-After</Code>, in seconds or as a date, nothing is sent until then, for an hour at
        most. 410 pauses the webhook. An event may come twice, with the same <Code>webhook-id</Code>, and events may
        come out of order: within a conversation <Code>seq</Code> tells which was first. What has been deleted meanwhile
        is not sent.
      </p>
      <p>
        Only addresses of the public internet are posted to, with https. Where nothing has arrived for three days and
        tries still fail, the webhook is paused. Whoever runs Frontdesk allows others, such as{' '}
        <Code>n8n.internal:5678</Code>, by <Code>WEBHOOK_HOSTS</Code>.
      </p>
    </Section>
  );
}
