import { orderReplyLimits } from '@frontdesk/protocol';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';
import { orderAnswerExample, orderExample, orderServerExample } from './order-examples.ts';
import { Code, Section } from './section.tsx';
import { Table } from './table.tsx';

const data: readonly [name: string, meaning: string][] = [
  ['siteId', 'The site that the customer writes to.'],
  [
    'number',
    'The order’s number, in capitals and with the letters and signs of your examples: FE-10423 also for “fe 10423” and “10423”. It may have a digit more or fewer than they have.',
  ],
  [
    'email',
    'The address as the customer wrote it, where the site asks for it; else null, as for whoever is signed in. It proves nothing but that they know it.',
  ],
  [
    'customerId',
    'The customer’s sub, as text, where your server has signed who they are (“Who the customer is”); else null.',
  ],
  ['language', 'What the customer speaks, of the site’s languages (ISO 639-1): the one to answer in.'],
];

const chars = orderReplyLimits.chars.toLocaleString('en');

const answers: readonly { key: string; answer: ReactNode; told: string }[] = [
  {
    key: 'found',
    answer: <Code>{'200, { "text": … }'}</Code>,
    told: `The text, word for word, shown as Markdown: addresses in it are links. One of more than ${chars} characters is not cut, but counts as no answer.`,
  },
  {
    key: 'unknown',
    answer: <Code>404</Code>,
    told: 'There is no such order, or it is not theirs: they are asked to check the number, and handed over to a person at the second time in a row.',
  },
  {
    key: 'failed',
    answer: 'Anything else, such as 200 without a text, or nothing within 3 seconds',
    told: 'It can’t be looked up now: they are handed over to a person.',
  },
];

/** For sites whose own server knows of orders. */
export function Orders() {
  return (
    <Section id="orders">
      <p>
        “Where is my order?” Your server can answer that. An admin names its address in the{' '}
        <a href="/admin/settings/orders" className="text-ink underline underline-offset-2">
          settings
        </a>
        , under “Orders”, with examples of what your numbers look like, and is shown a secret, once. The assistant asks
        a customer for the number then, and your server for what it knows of it: one POST, signed with that secret as{' '}
        <a href="#webhooks" className="text-ink underline underline-offset-2">
          webhooks
        </a>{' '}
        are. How to check that, also in Python, stands there.
      </p>
      <CodeBlock label="What is asked" code={orderExample} />
      <Table
        caption="What data has"
        head={['Name', 'Meaning']}
        rows={data.map(([name, meaning]) => ({ key: name, cells: [<Code key="name">{name}</Code>, meaning] }))}
      />
      <CodeBlock label="What is answered" code={orderAnswerExample} />
      <Table
        caption="Answers"
        head={['Answer', 'What the customer is told']}
        rows={answers.map(({ key, answer, told }) => ({ key, cells: [answer, told] }))}
      />
      <p>
        Check whose order it is before you answer. A number alone proves nothing: numbers that count up can be guessed,
        and a number stands on every parcel. Have the assistant also ask for the e-mail address, and compare it with
        that of the order, whatever letters are capitals; or go by <Code>customerId</Code>, which your server has
        signed. It is null for whoever is not signed in, as in “Try it” in the settings. Where they do not agree answer
        404, as if there were no such order, and say nothing that a stranger must not read: no street, no name, nothing
        about payment.
      </p>
      <CodeBlock label="Node.js, nothing to install" code={orderServerExample} />
      <p>
        Nothing is tried twice, and redirects are not followed. What your server says is never kept for others who ask
        the same. Who asks about too many orders in a short time is handed over, too, so that numbers are hard to try
        out. Nothing is looked up where the assistant answers from the prompt alone, or from a <Code>system</Code> text
        of the caller. As with webhooks, only addresses of the public internet are asked, with https; whoever runs
        Frontdesk allows others, such as <Code>localhost:8080</Code> while you build it, by <Code>WEBHOOK_HOSTS</Code>.
      </p>
    </Section>
  );
}
