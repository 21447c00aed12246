import { CodeBlock } from './code-block.tsx';
import { commandExample, policyLines, scriptTag, stub } from './examples.ts';
import { Code, Section } from './section.tsx';
import { Table } from './table.tsx';

const commands = [
  ["Frontdesk('boot', { site: 'demo' })", 'Starts the chat. The script tag does it itself when it has data-site.'],
  ["Frontdesk('open')", 'Opens the chat; before it is loaded, it opens once it is. The same as show.'],
  ["Frontdesk('close')", 'Closes it; the conversation goes on. The same as hide.'],
  ["Frontdesk('toggle')", 'Opens it when closed, closes it when open.'],
  [
    "Frontdesk('on', 'unread', handler)",
    'Listens to ready, open, close or unread (with the number of new messages). Returns a function that ends it.',
  ],
  ["Frontdesk('shutdown')", 'Removes the chat with all that belongs to it: for single-page applications.'],
] as const;

/** For whoever owns the page: tag, origins, policy, commands, link. `origin` is where the reader's gateway is. */
export function Embedding({ origin }: { origin: string }) {
  return (
    <>
      <Section id="embed">
        <p>
          Paste this line into the page, anywhere. <Code>demo</Code> is the key of your site. The script is small, loads
          without blocking, and fetches the chat itself only when somebody reaches for the button.
        </p>
        <CodeBlock label="HTML" code={scriptTag(origin, 'demo')} />
        <p>
          The chat lives in a frame of its own: it cannot read your page, and your page’s styles cannot break it. If it
          cannot load, your page works as if it were not there.
        </p>
      </Section>
      <Section id="knowledge">
        <p>
          The bot says what your knowledge says, word for word, and hands over to a person where that has no answer. In
          the{' '}
          <a href="/admin/knowledge" className="text-ink underline underline-offset-2">
            admin
          </a>
          , type facts and answers to questions, upload Markdown, text, HTML, PDF, DOCX or CSV, or import your help
          pages by their address. What you add is known a moment later; what you delete is forgotten at once. Questions
          that had no answer are listed there, each one click from becoming a fact, and the sandbox lets you ask first.
        </p>
      </Section>
      <Section id="origins">
        <p>
          A site’s chat is shown only on origins in its list. An origin is scheme, host and port, as in{' '}
          <Code>https://shop.example</Code>; <Code>http://localhost:*</Code> allows any port, for development. On any
          other page the chat is refused with <Code>origin_refused</Code>, so nobody can take your key elsewhere.
        </p>
      </Section>
      <Section id="policy">
        <p>
          If your page sends a content security policy, add the chat’s address to these three directives. Nothing else
          is needed: no <Code>unsafe-inline</Code>, no <Code>unsafe-eval</Code>.
        </p>
        <CodeBlock label="Content-Security-Policy" code={policyLines(origin)} />
      </Section>
      <Section id="commands">
        <p>
          The page talks to the chat through one function. To call it before the script has loaded, put this stub first;
          it keeps the calls until then.
        </p>
        <CodeBlock label="HTML, before the script tag" code={stub} />
        <Table
          caption="All commands"
          head={['Call', 'What it does']}
          rows={commands.map(([call, text]) => ({ key: call, cells: [<Code key="call">{call}</Code>, text] }))}
        />
        <CodeBlock label="JavaScript" code={commandExample} />
      </Section>
      <Section id="hosted">
        <p>
          The chat also has an address of its own, for a link in an e-mail, a QR code or a menu:{' '}
          <a href="/chat/demo" className="text-ink underline underline-offset-2">
            {origin}/chat/demo
          </a>
        </p>
      </Section>
    </>
  );
}
