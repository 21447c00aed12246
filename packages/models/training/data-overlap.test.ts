import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const data = fileURLToPath(new URL('data/', import.meta.url));
const pairs = fileURLToPath(new URL('embedding/pairs.txt', import.meta.url));
const businesses = ['businesses', 'large', 'compound/test', 'told/test', 'follow-ups/test'].map((folder) =>
  fileURLToPath(new URL(`../../../e2e/answers/${folder}/`, import.meta.url)),
);
const runLength = 6;
/** Stands for a value that is filled in when questions are made. */
const slot = '{}';

const documents = fileURLToPath(new URL('../../../e2e/answers/documents/test/', import.meta.url));
const retrieval = fileURLToPath(new URL('../../../e2e/answers/retrieval/', import.meta.url));

interface RetrievalSet {
  /** Or the name of a business's file. */
  passages: { text: string }[] | string;
  questions: { ask: string }[];
}

/** Further questions to a business name its file in place of kind and facts. */
interface Business {
  kind?: string;
  facts?: { text: string }[];
  questions: { ask: string; before?: { customer: string }[] }[];
}

it('no six words in a row of the test stand in the training data', () => {
  const tested = new Set([...readBusinesses(), ...readDocuments()].flatMap(texts).flatMap((text) => runs(words(text))));
  expect(tested.size).toBeGreaterThan(1000);
  expect(overlaps(trainingTexts(), tested)).toEqual([]);
});

it('no six words in a row of the tests stand in the companies and messages that the reranker is trained on', () => {
  const tested = testedRuns();
  const trained = [...companyTexts(), ...messageTexts()];
  expect(trained.length).toBeGreaterThan(10_000);
  expect(overlaps(trained, tested)).toEqual([]);
});

it('no six words in a row of the tests stand in the pairs that the embedding model is trained on', () => {
  const tested = testedRuns();
  expect(tested.size).toBeGreaterThan(10_000);
  const trained = readPairs();
  expect(trained.length).toBeGreaterThan(500);
  expect(trained.flatMap((text) => runs(words(text)).filter((run) => tested.has(run)))).toEqual([]);
});

it('no kind of business of the test is trained on', () => {
  const companies = companyLines().filter(({ text }) => text.startsWith('## '));
  const trained = [readFileSync(`${data}businesses.txt`, 'utf8'), ...companies.map(({ text }) => text)]
    .join('\n')
    .toLowerCase();
  // Names only: who widens the data must not get to see the questions, not even by a failure.
  const kinds = readBusinesses().flatMap(({ kind }) => kind?.toLowerCase().replace(/ (with|for) .*/, '') ?? []);
  expect(kinds.filter((kind) => trained.includes(kind))).toEqual([]);
});

function readBusinesses(): Business[] {
  return businesses.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => parse(readFileSync(folder + name, 'utf8')) as Business),
  );
}

/** Those that know documents: each paragraph, and each element of a page, is a fact. */
function readDocuments(): Business[] {
  return readdirSync(documents).map((name) => {
    const read = (file: string) => readFileSync(`${documents}${name}/${file}`, 'utf8');
    const files = readdirSync(documents + name).filter((file) => !file.endsWith('.yaml'));
    const facts = files.flatMap((file) =>
      read(file)
        .split(/\n\s*\n|<[^<>]*>/)
        .map((text) => ({ text })),
    );
    return { ...(parse(read('questions.yaml')) as Business), facts };
  });
}

/** All runs of words in the texts of the tests. */
function testedRuns(): Set<string> {
  const asked = [...readBusinesses(), ...readDocuments()].flatMap(texts);
  return new Set([...asked, ...readRetrievalTexts()].flatMap((text) => runs(words(text))));
}

interface TrainingText {
  file: string;
  line: number;
  text: string;
}

function overlaps(trained: readonly TrainingText[], tested: ReadonlySet<string>): string[] {
  return trained.flatMap(({ file, line, text }) =>
    runs(words(text))
      .filter((run) => tested.has(run))
      .map((run) => `${file}:${line}: ${run}`),
  );
}

function linesOf(folder: string): TrainingText[] {
  return readdirSync(data + folder).flatMap((file) =>
    readFileSync(`${data}${folder}/${file}`, 'utf8')
      .split('\n')
      .map((text, index) => ({ file: `${folder}/${file}`, line: index + 1, text })),
  );
}

const companyLines = () => ['companies', 'tables', 'policies'].flatMap(linesOf);
const messageTexts = () => linesOf('messages');
/** What is asked of the companies, and told them, beside what stands with their facts. */
const furtherLines = () => ['told', 'follow-ups'].flatMap(linesOf);

/** Facts, questions and what is told, without their marks and numbers. */
function companyTexts(): TrainingText[] {
  return [...companyLines(), ...furtherLines()]
    .filter(({ text }) => text !== '' && !text.startsWith('##'))
    .map(({ text, ...place }) => ({ ...place, text: text.replace(/^\S+ /, '').replace(/ \|[ \d]*$/, '') }));
}

function readRetrievalTexts(): string[] {
  return readdirSync(retrieval)
    .map((name) => parse(readFileSync(retrieval + name, 'utf8')) as RetrievalSet)
    .flatMap(({ passages, questions }) => [
      ...(typeof passages === 'string' ? [] : passages.map(({ text }) => text)),
      ...questions.map(({ ask }) => ask),
    ]);
}

/** Passages and questions that the embedding model is trained on. */
function readPairs(): string[] {
  return readFileSync(pairs, 'utf8')
    .split('\n')
    .filter((line) => line.includes(' | ') && !line.startsWith('//'))
    .flatMap((line) => line.split(/ [|/] /));
}

function texts({ facts = [], questions }: Business): string[] {
  return [
    ...facts.map(({ text }) => text),
    ...questions.flatMap(({ ask, before = [] }) => [ask, ...before.map(({ customer }) => customer)]),
  ];
}

/** Every wording; one with slots counts with its slots between its words, so a run through a slot is only found if it is no value. */
function trainingTexts(): TrainingText[] {
  const scenes = process.env.TRAINING_SCENES;
  if (scenes !== undefined) return sceneTexts(scenes);
  const files = readdirSync(data).filter((name) => name.endsWith('.txt'));
  return files.flatMap((file) =>
    readFileSync(data + file, 'utf8')
      .split('\n')
      .map((content, index) => ({ content, line: index + 1 }))
      .filter(({ content }) => !content.startsWith('//') && !content.startsWith('s ') && !content.startsWith('# '))
      .flatMap(({ content, line }) =>
        content
          .replace(/^[a-zA-Z!] /, '')
          .split(' / ')
          .map((text) => ({ file, line, text })),
      ),
  );
}

/** The questions and passages of generated scenes (a file of JSON lines), slots filled: for whoever is about to train on them. */
function sceneTexts(file: string): TrainingText[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .flatMap((content, index) => {
      const { passages, items } = JSON.parse(content) as { passages: string[]; items: { question: string }[] };
      return [...passages, ...items.map(({ question }) => question)].map((text) => ({ file, line: index + 1, text }));
    });
}

function words(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replace(/\{\w+\}/g, ` ${slot} `)
      .match(/\{\}|[\p{L}\p{N}']+/gu) ?? []
  );
}

function runs(list: string[]): string[] {
  return list
    .slice(0, Math.max(0, list.length - runLength + 1))
    .map((_, at) => list.slice(at, at + runLength).join(' '));
}
