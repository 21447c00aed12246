import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import {
  type DocumentFormat,
  type DocumentReader,
  openDocumentReader,
  type Passage,
  passageSteps,
} from '@frontdesk/knowledge';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Lesson } from '../stack/teach-site.ts';
import { documentQuestion, type Question } from './business.ts';
import { matches } from './grade.ts';
import type { NamedBusiness } from './load-businesses.ts';

/** Businesses that know what their documents say: price lists, terms, pages of questions. */
export const documentBusinesses = join(import.meta.dirname, 'documents', 'test');
/** Others, which nothing of the test is written after. */
export const calibratingDocuments = join(import.meta.dirname, 'documents', 'calibration');

/** A business whose facts are the sentences and rows of its documents, as they are read. */
export type DocumentBusiness = NamedBusiness & {
  documents: Extract<Lesson, { kind: 'file' }>[];
  passages: { id: string; title: string; sentences: string[] }[];
};

const formats: Readonly<Record<string, DocumentFormat>> = {
  '.md': 'markdown',
  '.html': 'html',
  '.csv': 'csv',
  '.txt': 'text',
};

const file = z.strictObject({
  name: z.string().min(1),
  kind: z.string().min(3),
  about: z.string().min(1),
  questions: z.array(documentQuestion).min(1),
});

/**
 * Reads a folder with a folder for each business: its documents, and questions.yaml.
 * @throws Error that names the file and what is wrong in it
 */
export async function loadDocumentBusinesses(
  folder: string,
  countTokens: (text: string) => number,
): Promise<DocumentBusiness[]> {
  const reader = openDocumentReader();
  try {
    const businesses: DocumentBusiness[] = [];
    for (const name of (await readdir(folder)).sort()) {
      businesses.push(await loadBusiness(join(folder, name), { reader, countTokens }));
    }
    return businesses;
  } finally {
    await reader.close();
  }
}

interface Reading {
  reader: DocumentReader;
  countTokens(text: string): number;
}

async function loadBusiness(folder: string, reading: Reading): Promise<DocumentBusiness> {
  const source = join(folder, 'questions.yaml');
  const parsed = file.safeParse(parse(await readFile(source, 'utf8')));
  if (!parsed.success) throw new Error(`${source}:\n${z.prettifyError(parsed.error)}`);
  const documents: DocumentBusiness['documents'] = [];
  const passages: DocumentBusiness['passages'] = [];
  for (const name of (await readdir(folder)).sort()) {
    const format = formats[extname(name).toLowerCase()];
    if (!format) continue;
    const content = await readFile(join(folder, name), 'utf8');
    documents.push({ kind: 'file', name, format, content });
    for (const { titlePath, sentences } of await passagesOf({ format, content }, reading)) {
      passages.push({ id: `${name}#${passages.length}`, title: titlePath.join(': '), sentences });
    }
  }
  const facts = passages.flatMap(({ id, title, sentences }) =>
    sentences.map((text, place) => ({ id: `${id}.${place}`, kind: 'sentence', title, text })),
  );
  const { questions, ...about } = parsed.data;
  return {
    ...about,
    ...{ slug: basename(folder), documents, passages, facts },
    questions: questions.map(({ where: _, ...question }) => ({ ...question, facts: tellingOf(question, facts) })),
  };
}

async function passagesOf(
  { format, content }: { format: DocumentFormat; content: string },
  { reader, countTokens }: Reading,
): Promise<Passage[]> {
  const document = await reader.read({ format, bytes: Uint8Array.from(Buffer.from(content)) });
  return [...passageSteps(document, { countTokens })].filter((passage) => passage !== undefined);
}

/** Sentences that tell all that an answer needs, or where none does, some of it. */
function tellingOf({ wants, required, forbidden }: Omit<Question, 'facts'>, facts: NamedBusiness['facts']): string[] {
  if (wants !== 'right') return [];
  const all = facts.filter(({ text }) => required.every((pattern) => matches(pattern, text)));
  const some = facts.filter(({ text }) => required.some((pattern) => matches(pattern, text)));
  const allowed = (all.length > 0 ? all : some).filter(
    ({ text }) => !forbidden.some((pattern) => matches(pattern, text)),
  );
  return allowed.map(({ id }) => id);
}
