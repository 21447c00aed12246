import type { SourceSummary } from '@frontdesk/protocol';
import { expect, it } from 'vitest';
import { endOfList } from './end-of-list.ts';

const page = { sources: new Array<SourceSummary>(1_000), total: 1_234 };

it('says how many sources there are, and how to find those that are not listed', () => {
  expect(endOfList(page, false)).toMatch(
    /^The newest 1,000 of 1,234 sources are listed\. A search .* finds the others\.$/,
  );
  expect(endOfList(page, true)).toMatch(/^The newest 1,000 sources with this in them are listed\. Search for more /);
});
