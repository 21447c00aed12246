import * as z from 'zod/mini';
import { knowledgeLimits, limits } from './limits.ts';
import { loadedValues } from './merge-changes.ts';
import type { Role } from './permissions.ts';
import type { siteKey } from './visitor-socket.ts';

/** A BullMQ job that imports a source. `epoch` tells two requests for the same source apart. */
export const importJob = z.object({ sourceId: z.uuid(), epoch: z.int().check(z.positive()) });
export type ImportJob = z.infer<typeof importJob>;

/** BullMQ silently ignores an `add` whose id still exists: the epoch makes each request a job of its own. */
export const importJobId = (job: ImportJob): string => `${job.sourceId}-${job.epoch}`;

/** Imports of one lane wait for each other: a web site takes up to half an hour, what was typed or uploaded moments. */
export const importLanes = ['content', 'site'] as const;
export type ImportLane = (typeof importLanes)[number];
export const importLaneOf = (kind: SourceSummary['kind']): ImportLane => (kind === 'site' ? 'site' : 'content');

const mebibyte = 2 ** 20;

/** The formats that a document is read from, with the most bytes that a file of each may have. */
export const documentBytes = {
  markdown: 2 * mebibyte,
  text: 2 * mebibyte,
  html: 5 * mebibyte,
  pdf: 20 * mebibyte,
  docx: 20 * mebibyte,
  csv: 5 * mebibyte,
  /** Pairs of question and answer as JSON. */
  questions: 2 * mebibyte,
} as const;
export type FileFormat = keyof typeof documentBytes;

const formatsByEnding: Record<string, FileFormat> = {
  ...{ md: 'markdown', markdown: 'markdown', txt: 'text', html: 'html', htm: 'html' },
  ...{ pdf: 'pdf', docx: 'docx', csv: 'csv', tsv: 'csv', json: 'questions' },
};
/** Endings of the files that can be uploaded, with their dots. */
export const fileEndings = Object.keys(formatsByEnding).map((ending) => `.${ending}`);

/** The format that a file's name tells, or null for one that is not read. */
export function formatOfFile(name: string): FileFormat | null {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (ending && formatsByEnding[ending]) || null;
}

const line = (most: number) => z.string().check(z.trim(), z.maxLength(most));

/**
 * A fact as it is typed. The title, or the question that it answers, is searched with, shown below an answer, and said with a text
 * that says little alone.
 */
export const factBody = z.object({
  title: line(knowledgeLimits.titleChars),
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(knowledgeLimits.factChars)),
});
export type FactBody = z.infer<typeof factBody>;
/** `PUT …/facts/:sourceId`. */
export const editedFact = z.extend(factBody, { before: loadedValues });

/**
 * `POST …/facts`. `resolves`: unanswered questions that the fact answers; each wording becomes a regression case. `cases`: those
 * of a fact that was deleted and is written again.
 */
export const newFact = z.extend(factBody, {
  resolves: z.optional(z.array(z.uuid()).check(z.maxLength(knowledgeLimits.unansweredWordings))),
  cases: z.optional(
    z.array(z.string().check(z.maxLength(limits.messageChars))).check(z.maxLength(knowledgeLimits.unansweredWordings)),
  ),
});
export type NewFact = z.infer<typeof newFact>;

/** After how many days a web site is imported again by itself; null: never. */
export const everyDays = z.nullable(z.literal([1, 7, 30]));
export type EveryDays = z.infer<typeof everyDays>;
/** `PUT …/sources/:sourceId/schedule`. */
export const importSchedule = z.object({ everyDays });

/**
 * `POST …/web-sites`: a page to begin at, or a sitemap. One with a password in it would be stored, and shown to the team. Left out,
 * it is never imported again by itself.
 */
export const newWebSite = z.object({
  everyDays: z.optional(everyDays),
  address: z.url({ protocol: /^https?$/ }).check(
    z.maxLength(knowledgeLimits.addressChars),
    z.refine((address) => !namesUser(address), {
      error: 'Leave out user name and password: the team sees the address.',
    }),
  ),
});

function namesUser(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

/** Of a file's query. */
export const fileQuery = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(knowledgeLimits.titleChars)),
});
export const sourcesQuery = z.object({
  search: z.optional(line(knowledgeLimits.searchChars)),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(knowledgeLimits.sourcesPerPage * 10))),
});
export const passagesQuery = z.object({ search: line(knowledgeLimits.searchChars).check(z.minLength(2)) });
export const documentsQuery = z.object({ before: z.optional(z.uuid()) });
export const lookUpBody = z.object({
  question: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.messageChars)),
});
export const dismissBody = z.object({
  ids: z.array(z.uuid()).check(z.minLength(1), z.maxLength(knowledgeLimits.unansweredWordings)),
});

/** `DELETE …/sources/:sourceId`: of a fact, all that it takes to write it again; null for others. */
export interface DeletedSource {
  fact: (FactBody & { cases: string[] }) | null;
}

/** What came of something that was added: it is imported now. */
export interface AddedSource {
  sourceId: string;
}

export interface AdminSite {
  id: string;
  key: z.infer<typeof siteKey>;
  name: string;
  /** Of whoever asks. */
  role: Role;
  /** Of one that is removed, and can still be restored: when it, and all that is of it, is deleted. */
  deletedOn?: string | undefined;
}

/** Where knowledge comes from, and how its last import stands. */
export interface SourceSummary {
  id: string;
  kind: 'fact' | 'file' | 'site';
  /** Empty for a fact without a title; `beginning` is shown then. */
  name: string;
  beginning: string;
  address: string | null;
  format: string | null;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Documents read, and those known of so far, while it is imported. */
  done: number;
  known: number;
  /** Of the whole import. */
  error: { code: string; message: string } | null;
  importedAt: string | null;
  /** Of a web site; null: it is never imported again by itself. */
  everyDays: EveryDays;
  nextImportAt: string | null;
  createdAt: string;
  documents: number;
  /** It is an approved answer, and is edited and deleted as one. */
  approved: boolean;
  /** Documents whose last import failed. */
  failedDocuments: number;
  passages: number;
}
export interface SourcesPage {
  sources: SourceSummary[];
  more: boolean;
  /** Sources of the whole site. */
  total: number;
  /** Of the whole site. */
  passages: number;
}

export interface DocumentSummaryView {
  id: string;
  address: string;
  title: string;
  error: { code: string; message: string } | null;
  importedAt: string | null;
  passages: number;
}
export interface DocumentsPage {
  documents: DocumentSummaryView[];
  more: boolean;
}

export interface PassageView {
  id: string;
  sourceId: string;
  documentId: string;
  documentTitle: string;
  titlePath: string[];
  sentences: string[];
  link: string | null;
}

/** A BullMQ job that asks a worker what a question would find; its return value is a {@link LookUpResult}. */
export const lookUpJob = z.object({ siteId: z.uuid(), question: z.string() });
export type LookUpJob = z.infer<typeof lookUpJob>;

/** What an answer to the question would be made from, best first. */
export const lookUpResult = z.object({
  passages: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      url: z.nullable(z.string()),
      /** Probability that it answers; the order. */
      score: z.number(),
      sentences: z.array(z.object({ text: z.string(), score: z.number() })),
    }),
  ),
});
export type LookUpResult = z.infer<typeof lookUpResult>;

/** Questions that one fact may answer. */
export interface UnansweredGroup {
  /** Asked most often first; one row of each wording. */
  questions: { id: string; question: string; conversationId: string; askedAt: string; count: number }[];
  count: number;
  lastAskedAt: string;
}

export interface UnansweredPage {
  groups: UnansweredGroup[];
  /** There are more wordings than are grouped: these are the ones asked most often. */
  hasMore: boolean;
  /** How many cases there are to run again. */
  regressionCases: number;
}
