import { chatCompletionRequest } from '@frontdesk/protocol';
import { CodeBlock } from './code-block.tsx';
import { completionDescriptions } from './completion-fields.ts';
import { exampleCompletion, openAiClient } from './examples.ts';
import { schemaFields } from './schema-fields.ts';
import { Code, Section } from './section.tsx';
import { Table } from './table.tsx';

/** For whoever has a program that speaks OpenAI’s API already. */
export function OpenAiClients({ origin }: { origin: string }) {
  return (
    <Section id="openai">
      <p>
        Programs and libraries made for OpenAI’s API work with <Code>POST /v1/chat/completions</Code> and{' '}
        <Code>GET /v1/models</Code>: give them this address and an API key of your site, and keep the key on your
        server. The answer is made like every other one, from what your site knows.
      </p>
      <CodeBlock label="JavaScript" code={openAiClient(origin)} />
      <h3 className="pt-4 font-medium text-ink">Request</h3>
      <Table
        caption="Fields of a chat completion’s request"
        head={['Field', 'Type', 'Meaning']}
        rows={schemaFields(chatCompletionRequest).map(({ name, type, required }) => ({
          key: name,
          cells: [<Code key="name">{name}</Code>, required ? `${type}, required` : type, completionDescriptions[name]],
        }))}
      />
      <p>
        How an answer is worded is for Frontdesk to decide: <Code>temperature</Code>, <Code>max_tokens</Code>,{' '}
        <Code>stop</Code>, <Code>user</Code>, <Code>metadata</Code> and all fields that are not listed are ignored.
        Refused is what would have to be in the answer: more than one (<Code>n</Code>), tools, a{' '}
        <Code>response_format</Code> other than text, images, audio, log-probabilities.
      </p>
      <p>
        Each request is a conversation of its own, which your team sees with its earlier messages. Those are taken as
        you send them, and shown as told by you. The answer to a client that hangs up is stopped.
      </p>
      <h3 className="pt-4 font-medium text-ink">Answer</h3>
      <CodeBlock label="200, application/json" code={JSON.stringify(exampleCompletion, null, 2)} />
      <p>
        <Code>id</Code> names the generation, <Code>system_fingerprint</Code> the language model that made the answer.
        Errors have the shape of that API: <Code>{'{ error: { message, type, param, code } }'}</Code>. Where it has a
        code of its own for one of those below, such as <Code>invalid_api_key</Code>, <Code>rate_limit_exceeded</Code>{' '}
        or <Code>context_length_exceeded</Code>, that is the code. <Code>Retry-After</Code> says when the same request
        may work. A streamed answer begins with its first words: until then a failure has its status, after them it is
        an event with <Code>error</Code>.
      </p>
    </Section>
  );
}
