import { CodeBlock } from './code-block.tsx';
import { commandExample, stub } from './examples.ts';
import { Code, Section } from './section.tsx';
import { Table } from './table.tsx';
import api from './widget-api.json';

/** All that a page can say to the widget, and is told by it: from the widget's own types. */
export function WidgetReference() {
  return (
    <>
      <Section id="options">
        <p>
          As attributes of the script tag (<Code>data-launcher-text="Help"</Code>) or in a call of <Code>boot</Code>,
          and changed at any time with <Code>update</Code>. They go before what your site’s settings say; what is not
          right is left out, and the browser’s console says so.
        </p>
        <Table
          caption="All options"
          head={['Option', 'Type', 'Meaning']}
          rows={api.options.map(({ name, type, text }) => ({
            key: name,
            cells: [<Code key="name">{name}</Code>, <Type key="type">{type}</Type>, <Text key="text">{text}</Text>],
          }))}
        />
        <p>A page can’t set what the bot is told, nor who somebody else is: there is no option for either.</p>
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
          rows={api.commands.map(({ name, call, text }) => ({
            key: name,
            cells: [<Code key="call">{call}</Code>, <Text key="text">{text}</Text>],
          }))}
        />
      </Section>
      <Section id="events">
        <p>
          <Code>on</Code> listens. A handler that fails is reported as your page’s error and does no harm to the chat.
        </p>
        <Table
          caption="All events"
          head={['Event', 'Handler’s argument', 'When']}
          rows={api.events.map(({ name, type, text }) => ({
            key: name,
            cells: [
              <Code key="name">{name}</Code>,
              <Type key="type">{argument(type)}</Type>,
              <Text key="text">{text}</Text>,
            ],
          }))}
        />
        <CodeBlock label="JavaScript" code={commandExample} />
      </Section>
    </>
  );
}

const shapes: Record<string, readonly { name: string; type: string }[]> = {
  WidgetMessage: api.message,
  WidgetError: api.error,
};

/** What the handler is given, without names of types that only we know. */
function argument(type: string): string {
  const fields = shapes[type]?.map((field) => `${field.name}: ${field.type}`);
  if (fields) return `{ ${fields.join(', ')} }`;
  return type === 'undefined' ? 'none' : type;
}

function Type({ children }: { children: string }) {
  return <span className="font-mono text-[0.85em]">{children}</span>;
}

/** A comment of the types: what stands in backticks is code. */
function Text({ children }: { children: string }) {
  return children.split('`').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
    index % 2 === 1 ? <Code key={index}>{part}</Code> : part,
  );
}
