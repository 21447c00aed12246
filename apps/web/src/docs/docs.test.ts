import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import {
  attachmentLimits,
  chatCompletion,
  chatCompletionRequest,
  chatRequest,
  chatResponse,
  chatStreamEvents,
  completionLimits,
  limits,
  standardRates,
} from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { limitDescriptions, requestDescriptions, responseDescriptions, streamDescriptions } from './chat-fields.ts';
import { completionDescriptions, completionLimitDescriptions } from './completion-fields.ts';
import { curl, exampleCompletion, exampleRequest, exampleResponse } from './examples.ts';
import { identityExamples } from './identity-examples.ts';
import { attachmentDescriptions, rateDescriptions } from './rate-fields.ts';
import { schemaFields } from './schema-fields.ts';

const names = (schema: Parameters<typeof schemaFields>[0]) => schemaFields(schema).map((field) => field.name);

test('fields, types and what is required come from the schema', () => {
  const fields = schemaFields(chatRequest);
  expect(fields.find((field) => field.name === 'message')).toEqual({ name: 'message', type: 'string', required: true });
  expect(fields.find((field) => field.name === 'conversationId')).toEqual({
    name: 'conversationId',
    type: 'UUID',
    required: false,
  });
  expect(fields.find((field) => field.name === 'siteKey')?.type).toBe('string, at most 64 characters');
  expect(schemaFields(chatResponse).find((field) => field.name === 'sources[].url')?.type).toBe('string or null');
});

test('every field, event and limit is described, and nothing else', () => {
  expect(Object.keys(requestDescriptions).sort()).toEqual(names(chatRequest).sort());
  expect(Object.keys(responseDescriptions).sort()).toEqual(names(chatResponse).sort());
  expect(Object.keys(streamDescriptions).sort()).toEqual(Object.keys(chatStreamEvents).sort());
  expect(Object.keys(limitDescriptions).sort()).toEqual(Object.keys(limits).sort());
  expect(Object.keys(completionDescriptions).sort()).toEqual(names(chatCompletionRequest).sort());
  expect(Object.keys(completionLimitDescriptions).sort()).toEqual(Object.keys(completionLimits).sort());
  expect(Object.keys(attachmentDescriptions).sort()).toEqual(Object.keys(attachmentLimits).sort());
  expect(Object.keys(rateDescriptions).sort()).toEqual(Object.keys(standardRates).sort());
});

test('the examples are what the gateway takes and gives', () => {
  expect(chatRequest.safeParse(exampleRequest).success).toBe(true);
  expect(chatResponse.safeParse(exampleResponse).success).toBe(true);
  expect(chatCompletion.safeParse(exampleCompletion).success).toBe(true);
  const body = /-d '(.*)'$/.exec(curl('http://localhost:3000', { ...exampleRequest, stream: true }))?.[1];
  expect(chatRequest.safeParse(JSON.parse(body ?? '')).success).toBe(true);
});

test('the identity example for Node signs what the gateway takes', async () => {
  const secret = 'fdi_a-secret-of-the-tests';
  const [node] = identityExamples;
  const program = `${node.code}\nconsole.log(await frontdeskToken({ id: 42, name: 'Ada', email: 'ada@shop.example' }))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: { ...process.env, FRONTDESK_IDENTITY_SECRET: secret },
  });
  const [header = '', claims = '', signature] = stdout.trim().split('.');
  expect(createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')).toBe(signature);
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(header)).toMatchObject({ alg: 'HS256' });
  expect(read(claims)).toEqual({
    ...{ sub: '42', aud: 'demo', name: 'Ada', email: 'ada@shop.example' },
    exp: expect.any(Number),
  });
});
