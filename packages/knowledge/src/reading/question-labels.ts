/** What questions and their answers are called, in the languages that customers of a site read. */
export const questionNames = new Set(
  'q f p d v question frage pregunta pergunta domanda domande vraag vragen ask'.split(' '),
);
export const answerNames = new Set(
  'a r answer antwort réponse reponse respuesta resposta risposta risposte antwoord reply'.split(' '),
);

/** What columns are called that say what the questions are about. */
export const topicNames = new Set(
  `topic category section group thema theme kategorie bereich rubrik gruppe tema sujet thème catégorie rubrique categoría categoria
  sezione onderwerp categorie`.split(/\s+/),
);

/** What columns are called beside questions and answers that are for those who keep them, not for customers. */
const keeperNames = new Set([
  ...topicNames,
  ...`id nr number nummer key slug url uri link source quelle fuente page seite tag keyword stichwort schlagwort type typ date
  datum fecha data created updated modified erstellt geändert author autor auteur autore owner editor user status state language
  sprache langue idioma lingua lang locale version views votes score rating intent internal intern interne interno comment
  kommentar todo`.split(/\s+/),
]);

/** Whether a column is one of these: "Tags", "Created at", "Internal notes". */
export const isColumnOfKeeper = (column: string): boolean =>
  column.split(/[\s_.-]+/).some((word) => isColumnOf(keeperNames, word));

/** Above a column other letters than Q and A stand for more: volts, rear. */
export const mayNameColumn = (name: string): boolean => !/^[fpdvr]$/.test(name);

/** Whether a column is called by one of the names: "Questions", "Antworten", "Answer (EN)". */
export function isColumnOf(names: ReadonlySet<string>, column: string): boolean {
  const name = column.toLowerCase().replace(/\s*(?:[([].*|[:?])$/, '');
  return [/$/, /[ns]$/, /en$/].some((plural) => {
    const one = name.replace(plural, '');
    return names.has(one) && mayNameColumn(one);
  });
}

/** "Q:", "Answer 3:", "2. Frage:"; a full stop only behind a single letter. */
const label =
  /^\s*(?:(?:[-*•]|\d{1,3}[.)])\s*)?(?:(\p{L}{5,9})\s?\d{0,3}\s*:|(\p{L})\d{0,3}(?:\s*:|\.(?!\S)))\s*(.*)$/u;

/** Lines under the question that they answer; null for what stands before the first. */
export interface AnswerLines {
  question: string | null;
  lines: string[];
}

/**
 * Parts a text where its lines begin with "Q:" and "A:" or names like these. Those of the first pair are the text's own;
 * others ("D:" in a legend) begin no question. A question may go on in the next line, its answer may begin after an empty one.
 */
export function partQuestions(lines: readonly string[]): AnswerLines[] {
  const parts: AnswerLines[] = [{ question: null, lines: [] }];
  let names: { question: string; answer: string } | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const asked = labelled(lines[index]);
    if (asked && (names ? asked.name === names.question : questionNames.has(asked.name))) {
      const end = endOfQuestion(lines, index);
      const answered = labelled(lines[end]);
      const question = [asked.said, ...lines.slice(index + 1, end)].join(' ').trim();
      if (answered && (names ? answered.name === names.answer : isPair(asked.name, answered.name, question))) {
        names ??= { question: asked.name, answer: answered.name };
        parts.push({ question, lines: answered.said === '' ? [] : [answered.said] });
        // A line below a short answer parts it from the next question, and makes no heading of it.
        index = isRule(lines[end + 1]) ? end + 1 : end;
        continue;
      }
      // A question that nobody has answered yet is none of the answer before it.
      if (names) {
        parts.push({ question: asked.said, lines: [] });
        continue;
      }
    }
    const line = lines[index] ?? '';
    const part = parts.at(-1);
    if (part && (part.question === null || part.lines.length > 0 || line.trim() !== '')) part.lines.push(line);
  }
  return parts;
}

const isRule = (line = ''): boolean => /^\s*[-=*_]{3,}\s*$/.test(line);

function labelled(line = ''): { name: string; said: string } | undefined {
  const [, word, letter, said = ''] = label.exec(line) ?? [];
  const name = (word ?? letter)?.toLowerCase();
  return name === undefined ? undefined : { name, said };
}

/** "Q: Open?", "A. Yes" */
export function beginsWithLabel(line: string): boolean {
  const { name = '' } = labelled(line) ?? {};
  return questionNames.has(name) || answerNames.has(name);
}

/** A single letter stands for much ("P: parking"): but for Q it has to ask. */
const isPair = (question: string, answer: string, said: string): boolean =>
  answerNames.has(answer) && (question.length > 1 || question === 'q' || said.endsWith('?'));

/** The line after the question: the next with a label, or what follows the next empty ones. */
function endOfQuestion(lines: readonly string[], first: number): number {
  let end = first + 1;
  while (lines[end]?.trim() && !labelled(lines[end])) end += 1;
  while (lines[end]?.trim() === '') end += 1;
  return end;
}
