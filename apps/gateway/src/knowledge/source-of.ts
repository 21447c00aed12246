import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { parseRequest } from '../parse-request.ts';

const sourceParams = z.object({ siteId: z.uuid(), sourceId: z.uuid() });
const documentParams = z.object({ siteId: z.uuid(), documentId: z.uuid() });

/** Site and source of a path; whether there are any is for the query to find out. */
export const sourceOf = (request: FastifyRequest) => parseRequest(sourceParams, request.params);
export const documentOf = (request: FastifyRequest) => parseRequest(documentParams, request.params);
