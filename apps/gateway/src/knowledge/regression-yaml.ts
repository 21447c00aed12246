import type { PassageView } from '@frontdesk/protocol';

interface RegressionSource {
  /** The site's. */
  name: string;
  cases: readonly { question: string; sourceId: string }[];
  /** All that the site knows: a case is to find its fact among them. */
  passages: AsyncIterable<PassageView>;
}

/** Most facts that a question of the evaluation names. */
const factsPerQuestion = 3;

/**
 * A site's regression cases as `npm run bench:answers -- --questions` reads them. An answer is right when it has a sentence of
 * the fact in it that was written for the question. JSON's strings are YAML's too. Cases whose fact has no passages (it
 * is not imported yet) are left out.
 */
export async function* regressionYaml({ name, cases, passages }: RegressionSource): AsyncGenerator<string> {
  const wanted = new Map<string, { ids: string[]; sentences: string[] }>(
    cases.map(({ sourceId }) => [sourceId, { ids: [], sentences: [] }]),
  );
  yield `name: ${text(name)}\nkind: customer support\nabout: ${text(`You answer the customers of ${name}.`)}\nfacts:\n`;
  let count = 0;
  for await (const { sourceId, titlePath, sentences } of passages) {
    count += 1;
    const id = `passage-${count}`;
    const fact = wanted.get(sourceId);
    if (fact && fact.ids.length < factsPerQuestion) {
      fact.ids.push(id);
      fact.sentences.push(...sentences);
    }
    const kind = titlePath.join(', ');
    yield `  - id: ${id}\n    kind: ${text(kind.length < 3 ? 'a fact' : kind)}\n    text: ${text(oneLine(sentences))}\n`;
  }
  yield 'questions:\n';
  for (const [index, { question, sourceId }] of cases.entries()) {
    const fact = wanted.get(sourceId);
    if (!fact || fact.ids.length === 0) continue;
    const pattern = fact.sentences.map(escaped).join('|');
    yield [
      `  - id: case-${index + 1}`,
      '    category: direct',
      `    ask: ${text(question.replace(/\s+/g, ' ').trim().slice(0, longestQuestion).toWellFormed())}`,
      '    wants: right',
      `    facts: [${fact.ids.join(', ')}]`,
      `    required: [${text(pattern)}]\n`,
    ].join('\n');
  }
}

/** What the evaluation takes. */
const longestQuestion = 400;

const text = (value: string) => JSON.stringify(value);

/** One line that ends as a sentence does. */
function oneLine(sentences: readonly string[]): string {
  const line = sentences.join(' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

const escaped = (sentence: string) => sentence.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
