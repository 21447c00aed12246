import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { requestDescriptions } from './chat-fields.ts';
import { HttpApi } from './http-api.tsx';

test('all rates are told, each once', () => {
  const page = renderToStaticMarkup(<HttpApi origin="http://localhost:3000" />);
  for (const told of [
    '30 a minute',
    '300 a minute',
    '1,000 a day',
    '5,000 a day',
    '10,485,760 bytes',
    '209,715,200 bytes',
  ])
    expect(page).toContain(told);
  const [, limits = ''] = page.split('id="limits"');
  const labels = [...limits.matchAll(/<th scope="row"[^>]*>([^<]*)/g)].map(([, label]) => label);
  expect(labels.length).toBeGreaterThan(30);
  expect(new Set(labels).size).toBe(labels.length);
});

test('who asks with a site key is told of what a site may require first', () => {
  const page = renderToStaticMarkup(<HttpApi origin="http://localhost:3000" />).replace(/<[^>]+>/g, '');
  expect(page).toMatch(/a visitor begins no conversation here\s+without: the answer is details_required\./);
});

test('who asks again after an answer that failed is told to send another id, on the page and beside the field', () => {
  const page = renderToStaticMarkup(<HttpApi origin="http://localhost:3000" />).replace(/<[^>]+>/g, '');
  const [prose = ''] = page.split('Lines that begin with a colon');
  expect(prose).toMatch(
    /An answer that failed or expired stays so: to ask again, send another\s+clientMessageId, with the conversationId/,
  );
  expect(requestDescriptions.clientMessageId).toContain(
    'stays so: to ask again, send another id, with the conversationId',
  );
});
