import { CodeBlock } from './code-block.tsx';
import { plainExample, reactExample, vueExample } from './framework-examples.ts';
import { Code, Section } from './section.tsx';

/** The widget in plain pages and in single-page applications. */
export function Frameworks({ origin }: { origin: string }) {
  return (
    <Section id="frameworks">
      <p>
        In a single-page application the chat stays while the router changes pages. Where it should go,{' '}
        <Code>shutdown</Code> leaves nothing behind, and the script may be inserted again.
      </p>
      <CodeBlock label="HTML" code={plainExample(origin)} />
      <CodeBlock label="React" code={reactExample(origin)} />
      <CodeBlock label="Vue" code={vueExample(origin)} />
    </Section>
  );
}
