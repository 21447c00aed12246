import { completionLimits } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import type { ChatOptions } from '../chat.ts';
import { takeJsonBodies } from '../json-bodies.ts';
import { apiKeysOnly } from './api-keys-only.ts';
import { serveChatCompletions } from './chat-completions.ts';
import { serveModels } from './models.ts';
import { answerWithOpenAiErrors } from './openai-errors.ts';

/** The product in the shape of OpenAI's API, for servers that have a client of it. No page may ask: none may hold a key. */
export function serveOpenAiApi(scope: FastifyInstance, options: ChatOptions): void {
  answerWithOpenAiErrors(scope, options);
  apiKeysOnly(scope, options);
  takeJsonBodies(scope, completionLimits.requestBytes);
  serveChatCompletions(scope, options);
  serveModels(scope, options);
}
