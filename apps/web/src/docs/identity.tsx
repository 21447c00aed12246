import { CodeBlock } from './code-block.tsx';
import { claims, identifyExample, identityExamples } from './identity-examples.ts';
import { Code, Section } from './section.tsx';
import { Table } from './table.tsx';

/** For sites whose customers have accounts. */
export function CustomerIdentity() {
  return (
    <Section id="identity">
      <p>
        Where your customers have accounts, your server can say who somebody is, and their conversations follow them to
        every device. It signs a short-lived token (a JWT by HS256) with a secret of your site. An admin makes it in the{' '}
        <a href="/admin/settings/identity" className="text-ink underline underline-offset-2">
          settings
        </a>
        , under “Identity”; whoever runs Frontdesk also gets it from <Code>npm run identity-secret -- show demo</Code>.
        The secret never goes into a page.
      </p>
      <Table
        caption="Claims of the token"
        head={['Claim', 'Meaning']}
        rows={claims.map(([name, text]) => ({ key: name, cells: [<Code key="name">{name}</Code>, text] }))}
      />
      {identityExamples.map(({ label, code }) => (
        <CodeBlock key={label} label={label} code={code} />
      ))}
      <p>
        The page hands it on. Call <Code>identify</Code> on every page view: nothing of an identified customer is stored
        in the browser. What somebody said before, without a name, becomes theirs; nobody gets what another identified
        customer said. Who was named is known for 12 hours: a page that stays open for longer hears{' '}
        <Code>identity_expired</Code> when the chat connects again, and calls <Code>identify</Code> with a new token. On
        a logout, call <Code>reset</Code>.
      </p>
      <CodeBlock label="JavaScript" code={identifyExample} />
      <p>
        A token that has expired, was forged, or is for another site is refused with an <Code>error</Code> event (
        <Code>identity_expired</Code>; <Code>identity_invalid</Code>, which says what is wrong;{' '}
        <Code>identity_not_set_up</Code> where the site has no secret yet), and the customer is anonymous. “Rotate it”,
        or <Code>npm run identity-secret -- rotate demo</Code>, makes a new secret; the one before counts for a day
        more, or as many hours as you say: <Code>rotate demo 0</Code> for one that became known.
      </p>
    </Section>
  );
}
