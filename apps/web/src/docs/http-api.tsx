import {
  attachmentLimits,
  chatRequest,
  chatResponse,
  chatStreamEvents,
  completionLimits,
  documentBytes,
  errors,
  knowledgeLimits,
  limits,
  standardRates,
} from '@frontdesk/protocol';
import { limitDescriptions, requestDescriptions, responseDescriptions, streamDescriptions } from './chat-fields.ts';
import { CodeBlock } from './code-block.tsx';
import { completionLimitDescriptions } from './completion-fields.ts';
import { curl, errorExample, exampleRequest, exampleResponse, streamExample } from './examples.ts';
import { OpenAiClients } from './openai-clients.tsx';
import { Orders } from './orders.tsx';
import { attachmentDescriptions, rateDescriptions } from './rate-fields.ts';
import { type SchemaField, schemaFields } from './schema-fields.ts';
import { Code, Section } from './section.tsx';
import { Table } from './table.tsx';
import { Webhooks } from './webhooks.tsx';

const allLimits = [
  ...describeLimits(limits, limitDescriptions),
  ...describeLimits(completionLimits, completionLimitDescriptions),
  ...describeLimits(attachmentLimits, attachmentDescriptions),
  ...Object.entries(documentBytes).map(([format, atMost]) => ({
    label: `Largest document of the knowledge: ${format}`,
    ...{ unit: 'bytes', atMost },
  })),
  { label: 'Facts and approved answers of one site', unit: 'together', atMost: knowledgeLimits.facts },
];

const allRates = [
  ...describeLimits(standardRates, rateDescriptions),
  {
    label: 'Files of one site that wait to be imported, and web sites',
    unit: 'of each',
    atMost: knowledgeLimits.importsWaiting,
  },
  {
    label: 'Facts and approved answers of one site that wait to be imported',
    unit: 'together',
    atMost: knowledgeLimits.factsWaiting,
  },
  { label: 'What waits of each of the three', unit: 'bytes', atMost: knowledgeLimits.bytesWaiting },
];

const limitRows = (rows: typeof allLimits) =>
  rows.map(({ label, unit, atMost }) => ({
    key: label,
    cells: [label, `${atMost.toLocaleString('en')} ${unit}`],
  }));

function describeLimits<Name extends string>(
  numbers: Record<Name, number>,
  texts: Record<Name, { label: string; unit: string }>,
) {
  return Object.entries<{ label: string; unit: string }>(texts).map(([name, text]) => ({
    ...text,
    atMost: numbers[name as Name],
  }));
}

const descriptions = (texts: Record<string, string>) => (field: SchemaField) => ({
  key: field.name,
  cells: [<Code key="name">{field.name}</Code>, field.type, texts[field.name]],
});

/** For whoever asks from a server or an application of their own. All tables are read from the protocol's own schemas. */
export function HttpApi({ origin }: { origin: string }) {
  const request = schemaFields(chatRequest);
  return (
    <>
      <Section id="http">
        <p>One question, one answer, through the same queue and model as the chat. The body is JSON.</p>
        <CodeBlock label="Shell" code={curl(origin, exampleRequest)} />
        <p>
          From a server of yours, send an API key in place of the site key. An admin of the site makes one under
          Settings, API keys, and says what it may be used for: <Code>chat</Code> to ask, <Code>conversations</Code> to
          go on with any conversation of the site, <Code>system</Code> to bring its own system text; without it the
          answer is <Code>forbidden</Code>. Whoever runs Frontdesk makes one that may all with{' '}
          <Code>npm run api-key -- create demo "My server"</Code>. It is shown once.
        </p>
        <h3 className="pt-4 font-medium text-ink">Request</h3>
        <Table
          caption="Fields of the request"
          head={['Field', 'Type', 'Meaning']}
          rows={request.map((field) => {
            const row = descriptions(requestDescriptions)(field);
            return field.required ? { ...row, cells: [row.cells[0], `${field.type}, required`, row.cells[2]] } : row;
          })}
        />
        <h3 className="pt-4 font-medium text-ink">Answer</h3>
        <CodeBlock label="200, application/json" code={JSON.stringify(exampleResponse, null, 2)} />
        <Table
          caption="Fields of the answer"
          head={['Field', 'Type', 'Meaning']}
          rows={schemaFields(chatResponse).map(descriptions(responseDescriptions))}
        />
        <p>
          Times are in milliseconds. To be safe against a lost connection, make a <Code>clientMessageId</Code> yourself
          and send the same request again, with an API key or a <Code>visitorToken</Code>: the message is not stored
          twice, and you get the same answer. An answer that failed or expired stays so: to ask again, send another{' '}
          <Code>clientMessageId</Code>, with the <Code>conversationId</Code> if you have it. With a site key alone, each
          request is a new visitor’s.
        </p>
        <p>
          Where a site requires a name or an e-mail address before its chat begins, a visitor begins no conversation
          here without: the answer is <Code>details_required</Code>. Its own server may, with an API key.
        </p>
      </Section>
      <Section id="stream">
        <p>
          With <Code>stream: true</Code> the answer comes as server-sent events, words as the model makes them. Lines
          that begin with a colon only keep the connection open.
        </p>
        <CodeBlock label="Shell" code={curl(origin, { ...exampleRequest, stream: true })} />
        <CodeBlock label="200, text/event-stream" code={streamExample} />
        <Table
          caption="All events"
          head={['Event', 'Data', 'Meaning']}
          rows={Object.entries(chatStreamEvents).map(([name, schema]) => ({
            key: name,
            cells: [
              <Code key="name">{name}</Code>,
              name === 'done'
                ? 'the JSON answer'
                : schemaFields(schema)
                    .map((field) => field.name)
                    .join(', '),
              streamDescriptions[name],
            ],
          }))}
        />
      </Section>
      <OpenAiClients origin={origin} />
      <Webhooks />
      <Orders />
      <Section id="errors">
        <p>
          Every refusal has a code that stays the same and a sentence that can be shown to a person.{' '}
          <Code>retryAfterMs</Code>, where given, says when the same request may work; the header{' '}
          <Code>Retry-After</Code> says the same in whole seconds.
        </p>
        <CodeBlock label="429, application/json" code={errorExample} />
        <Table
          caption="All error codes"
          head={['Code', 'Status', 'Sentence']}
          rows={Object.entries(errors).map(([code, { status, sentence }]) => ({
            key: code,
            cells: [<Code key="code">{code}</Code>, status, sentence],
          }))}
        />
      </Section>
      <Section id="limits">
        <p>What is larger is refused, never cut.</p>
        <Table caption="All limits" head={['Limit', 'At most']} rows={limitRows(allLimits)} />
        <p>
          So much is taken at a time, unless whoever runs Frontdesk has set others; beyond it the answer is{' '}
          <Code>rate_limited</Code>, of a site’s day <Code>site_limit_reached</Code>. An address is an IPv4 address or
          an IPv6 /64. What comes with an API key counts by its site, wherever it comes from. A site’s messages a day,
          and a minute over HTTP, stand under Settings, Site, Limits, where whoever owns the installation changes them.
        </p>
        <Table caption="All rates" head={['Rate', 'At most']} rows={limitRows(allRates)} />
      </Section>
    </>
  );
}
