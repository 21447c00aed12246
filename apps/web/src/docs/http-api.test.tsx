import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { requestDescriptions } from './chat-fields.ts';
import { HttpApi } from './http-api.tsx';

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
