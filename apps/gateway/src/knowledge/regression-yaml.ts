import type { AnswerMode, Caution, PassageView } from '@frontdesk/protocol';

interface RegressionSource {
  /** As the site answers its customers: so the cases are answered, too. */
  site: { name: string; languages: readonly string[]; caution: Caution; mode: AnswerMode; prompt: string };
  cases: readonly { question: string; sourceId: string }[];
  /** All that the site knows: a case is to find its fact among them. */
  passages: AsyncIterable<PassageView>;
}

/**
 * A site's regression cases as `npm run bench:answers -- --questions` reads them. An answer is right when it has a sentence of
 * the fact in it that was written for the question, of whichever passage: each row of a table is one, and what is typed is too
 * short to have many. JSON's strings are YAML's too. Cases whose fact has no passages (it is not imported yet) are left out.
 */
export async function* regressionYaml({ site, cases, passages }: RegressionSource): AsyncGenerator<string> {
  const wanted = new Map<string, { ids: string[]; sentences: string[] }>(
    cases.map(({ sourceId }) => [sourceId, { ids: [], sentences: [] }]),
  );
  const { name, languages, caution, mode, prompt } = site;
  yield `name: ${text(name)}\nkind: customer support\nabout: ${text(`You answer the customers of ${name}.`)}\n`;
  yield `languages: ${JSON.stringify(languages)}\ncaution: ${caution}\nmode: ${mode}\n`;
  if (prompt.trim() !== '') yield `prompt: ${text(prompt)}\n`;
  yield 'facts:\n';
  let count = 0;
  for await (const { sourceId, titlePath, sentences } of passages) {
    count += 1;
    const id = `passage-${count}`;
    const fact = wanted.get(sourceId);
    fact?.ids.push(id);
    fact?.sentences.push(...sentences);
    const kind = titlePath.join(', ');
    yield `  - id: ${id}\n    kind: ${text(kind.length < 3 ? 'a fact' : kind)}\n`;
    // One title that reads as the path does where passages are looked up.
    if (titlePath.length > 0) yield `    title: ${text(titlePath.join(': '))}\n`;
    yield `    text: ${text(oneLine(sentences))}\n`;
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
