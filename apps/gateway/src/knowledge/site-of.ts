import { type Database, findSite } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { parseRequest } from '../parse-request.ts';

const siteParams = z.object({ siteId: z.uuid() });
const sourceParams = z.object({ siteId: z.uuid(), sourceId: z.uuid() });
const documentParams = z.object({ siteId: z.uuid(), documentId: z.uuid() });

/** The site that a request's path names. @throws CodedError `site_unknown` */
export async function siteOf(database: Database, request: FastifyRequest): Promise<{ siteId: string; name: string }> {
  const { siteId } = parseRequest(siteParams, { siteId: (request.params as { siteId?: unknown }).siteId });
  const site = await findSite(database, siteId);
  if (!site) throw new CodedError('site_unknown');
  return { siteId, name: site.name };
}

/** Site and source of a path; whether there are any is for the query to find out. */
export const sourceOf = (request: FastifyRequest) => parseRequest(sourceParams, request.params);
export const documentOf = (request: FastifyRequest) => parseRequest(documentParams, request.params);
