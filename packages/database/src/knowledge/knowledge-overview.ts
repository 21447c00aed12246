import type { FactBody, PassageView, SourceSummary, SourcesPage } from '@frontdesk/protocol';
import { CodedError, knowledgeLimits } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { containing } from '../connection/like-pattern.ts';

interface SourceRow extends Omit<SourceSummary, 'error' | 'importedAt' | 'nextImportAt' | 'createdAt'> {
  errorCode: string | null;
  errorMessage: string | null;
  importedAt: Date | null;
  nextImportAt: Date | null;
  createdAt: Date;
}

/** A site's sources as the list shows them, newest first; those whose name, address or text has `search` in it. */
export async function listSources(
  database: Queryable,
  { siteId, search = '', limit = knowledgeLimits.sourcesPerPage }: { siteId: string; search?: string; limit?: number },
): Promise<SourcesPage> {
  const pattern = containing(search);
  const found =
    search === ''
      ? Prisma.empty
      : Prisma.sql`AND (source.name ILIKE ${pattern} OR source.address ILIKE ${pattern} OR EXISTS (
          SELECT FROM knowledge_document found JOIN passage ON passage.document_id = found.id
           WHERE found.source_id = source.id AND array_to_string(passage.sentences, ' ') ILIKE ${pattern}))`;
  const rows = await database.$queryRaw<SourceRow[]>`
    SELECT source.*, counted.*,
      coalesce((SELECT left(array_to_string(sentences, ' '), 200) FROM passage
        JOIN knowledge_document first ON first.id = passage.document_id
        WHERE first.source_id = source.id AND source.kind = 'fact' ORDER BY position LIMIT 1), '') AS beginning
    FROM (
      SELECT id, EXISTS (SELECT FROM approved_answer WHERE approved_answer.source_id = source.id) AS approved,
        kind::text, name, address, format, state::text, done, known, error_code AS "errorCode",
        error_message AS "errorMessage", imported_at AS "importedAt", every_days AS "everyDays",
        next_import_at AS "nextImportAt", created_at AS "createdAt"
        FROM knowledge_source source WHERE site_id = ${siteId}::uuid ${found}
       ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}) source
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS documents, (count(*) FILTER (WHERE error_code IS NOT NULL))::int AS "failedDocuments",
        coalesce(sum((SELECT count(*) FROM passage WHERE passage.document_id = document.id)), 0)::int AS passages
        FROM knowledge_document document WHERE document.source_id = source.id) counted
    ORDER BY source."createdAt" DESC, source.id DESC`;
  const total = await database.knowledgeSource.count({ where: { siteId } });
  const passages = await database.passage.count({ where: { siteId } });
  return { sources: rows.slice(0, limit).map(toSummary), more: rows.length > limit, total, passages };
}

function toSummary({ errorCode, errorMessage, importedAt, nextImportAt, createdAt, ...row }: SourceRow): SourceSummary {
  return {
    ...row,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? errorCode },
    importedAt: importedAt?.toISOString() ?? null,
    nextImportAt: nextImportAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

const shown = {
  ...{ id: true, documentId: true, titlePath: true, sentences: true, link: true },
  document: { select: { sourceId: true, title: true } },
} as const;
type ShownRow = Omit<PassageView, 'sourceId' | 'documentTitle'> & { document: { sourceId: string; title: string } };

const toView = ({ document, ...row }: ShownRow): PassageView => ({
  ...row,
  sourceId: document.sourceId,
  documentTitle: document.title,
});

/** Passages with a text in their titles or sentences; at most {@link knowledgeLimits.passagesPerSearch}. */
export async function searchPassages(
  database: Queryable,
  { siteId, search }: { siteId: string; search: string },
): Promise<PassageView[]> {
  const ids = await database.$queryRaw<{ id: string }[]>`
    SELECT id FROM passage
     WHERE site_id = ${siteId}::uuid
       AND array_to_string(title_path || sentences, ' ') ILIKE ${containing(search)}
     ORDER BY id LIMIT ${knowledgeLimits.passagesPerSearch}`;
  const rows = await database.passage.findMany({
    where: { siteId, id: { in: ids.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
    select: shown,
  });
  return rows.map(toView);
}

/** The passages of a document in its order, of a long one the first 500. @throws CodedError `document_unknown` */
export async function readDocumentPassages(
  database: Queryable,
  { siteId, documentId }: { siteId: string; documentId: string },
): Promise<PassageView[]> {
  const document = await database.knowledgeDocument.findUnique({
    where: { id: documentId, siteId },
    select: { passages: { orderBy: { position: 'asc' }, take: 500, select: shown } },
  });
  if (!document) throw new CodedError('document_unknown');
  return document.passages.map(toView);
}

/** A page of all passages of a site; `after` is the last id of the page before. */
export async function readPassagePage(
  database: Database,
  { siteId, after, limit }: { siteId: string; after: string | undefined; limit: number },
): Promise<PassageView[]> {
  const rows = await database.passage.findMany({
    where: { siteId, ...(after === undefined ? {} : { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: limit,
    select: shown,
  });
  return rows.map(toView);
}

/** A fact as it was typed, to be edited. @throws CodedError `source_unknown` */
export async function readFact(
  database: Queryable,
  { siteId, sourceId }: { siteId: string; sourceId: string },
): Promise<FactBody> {
  const fact = await database.knowledgeSource.findUnique({
    where: { id: sourceId, siteId, kind: 'fact' },
    select: {
      ...{ name: true, content: true },
      documents: {
        select: { passages: { orderBy: { position: 'asc' }, select: { titlePath: true, sentences: true } } },
      },
    },
  });
  if (!fact) throw new CodedError('source_unknown');
  if (fact.content) return { title: fact.name, text: new TextDecoder().decode(fact.content) };
  const passages = fact.documents.flatMap((document) => document.passages);
  return { title: fact.name, text: retyped(passages, fact.name === '' ? 0 : 1) };
}

/** The text of a fact of before texts were kept: under its headings, which follow the fact's own title in each path. */
function retyped(passages: readonly { titlePath: string[]; sentences: string[] }[], ownTitles: number): string {
  let above: string[] = [];
  const paragraphs = passages.flatMap(({ titlePath, sentences }) => {
    const titles = titlePath.slice(ownTitles);
    const first = titles.findIndex((title, level) => title !== above[level]);
    above = titles;
    const headings = titles.map((title, level) => `${title}\n${level === 0 ? '===' : '---'}`);
    return [...(first < 0 ? [] : headings.slice(first)), sentences.join(' ')];
  });
  return paragraphs.join('\n\n');
}
