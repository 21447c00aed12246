import { CodeBlock } from './code-block.tsx';
import { noncePolicyLines, policyLines, scriptTag } from './examples.ts';
import { Frameworks } from './frameworks.tsx';
import { CustomerIdentity } from './identity.tsx';
import { Code, Section } from './section.tsx';
import { WidgetReference } from './widget-reference.tsx';

/** For whoever owns the page: tag, origins, policy, commands, link. `origin` is where the reader's gateway is. */
export function Embedding({ origin }: { origin: string }) {
  return (
    <>
      <Section id="embed">
        <p>
          Paste this line into the page, anywhere. <Code>demo</Code> is the key of your site. The script is small, loads
          without blocking, and fetches the chat itself only when somebody reaches for the button. <Code>defer</Code> or{' '}
          <Code>type="module"</Code> in place of <Code>async</Code> work as well.
        </p>
        <CodeBlock label="HTML" code={scriptTag(origin, 'demo')} />
        <p>
          The chat lives in a frame of its own: it cannot read your page, and your page’s styles cannot break it. If it
          cannot load, your page works as if it were not there.
        </p>
        <p>
          The launcher stands beside the page’s <Code>body</Code>. A <Code>transform</Code> or <Code>filter</Code> of
          the <Code>html</Code> element would move it along with the page: give it to the <Code>body</Code>.
        </p>
      </Section>
      <Section id="knowledge">
        <p>
          The bot says what your knowledge says, word for word, and hands over to a person where that has no answer. In
          the{' '}
          <a href="/admin/knowledge" className="text-ink underline underline-offset-2">
            admin
          </a>
          , type facts and answers to questions, upload Markdown, text, HTML, PDF, DOCX, CSV, TSV or JSON (a list of{' '}
          <Code>{'{ "question": "…", "answer": "…" }'}</Code>), or import your help pages by their address: they are
          read again every week, or as often as you say. What you add is known a moment later; what you delete is
          forgotten at once. Questions that had no answer are listed there, each one click from becoming a fact, and the
          sandbox lets you ask first.
        </p>
      </Section>
      <Section id="origins">
        <p>
          A site’s chat is shown only on origins in its list. An origin is scheme, host and port, as in{' '}
          <Code>https://shop.example</Code>; <Code>http://localhost:*</Code> allows any port, for development. On any
          other page the chat is refused with <Code>origin_refused</Code>, so nobody can take your key elsewhere. Where
          your page is itself shown inside another one, list that one’s origin, too: else browsers show an empty panel.
        </p>
        <p>
          The list is in the{' '}
          <a href="/admin/settings" className="text-ink underline underline-offset-2">
            settings
          </a>{' '}
          of the site, under “Allowed origins”. The site <Code>demo</Code> allows <Code>http://localhost:*</Code> and{' '}
          <Code>http://127.0.0.1:*</Code>. A key of your own comes with a site of your own: an administrator creates one
          there, and its line for your pages stands above the list.
        </p>
        <p>
          It is the visitor’s browser that says which page it shows, and no page can make it lie. A program that is no
          browser can claim any origin: it can only be limited in how often it asks. So a site key is no secret, and
          neither should anything be that the bot may say.
        </p>
      </Section>
      <Section id="policy">
        <p>
          If your page sends a content security policy, add the chat’s address to these three directives. Nothing else
          is needed: no <Code>unsafe-inline</Code>, no <Code>unsafe-eval</Code>.
        </p>
        <CodeBlock label="Content-Security-Policy" code={policyLines(origin)} />
        <p>
          Where your policy allows scripts by a nonce, give the script tag that nonce in place of the first line, and
          the stub’s tag, too; the script loads no others. An application that inserts the script sets{' '}
          <Code>script.nonce</Code>. Trusted Types may be required, with no policy allowed, where the tag stands in the
          page itself: an address that a script sets needs a policy of yours.
        </p>
        <CodeBlock label="Content-Security-Policy, with a nonce" code={noncePolicyLines(origin)} />
        <p>
          A page that isolates itself by <Code>Cross-Origin-Embedder-Policy</Code> needs nothing more.
        </p>
      </Section>
      <WidgetReference />
      <CustomerIdentity />
      <Frameworks origin={origin} />
      <Section id="hosted">
        <p>
          The chat also has an address of its own, for a link in an e-mail, a QR code or a menu:{' '}
          <a href="/chat/demo" className="text-ink underline underline-offset-2">
            {origin}/chat/demo
          </a>
        </p>
        <p>
          It speaks the site’s language, or else the browser’s; <Code>?locale=de</Code> at the end of the address
          chooses another.
        </p>
      </Section>
    </>
  );
}
