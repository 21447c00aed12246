import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each([
  ['/admin?conversation=1', '/admin?conversation=1'],
  ['/admin/service', '/admin/service'],
  [null, '/admin'],
  ['', '/admin'],
  ['/demo', '/admin'],
  ['/administrator', '/admin'],
  ['https://evil.example/admin', '/admin'],
  ['//evil.example/admin', '/admin'],
  ['/\\evil.example/admin', '/admin'],
  ['javascript:alert(1)', '/admin'],
  ['/admin/../demo', '/admin'],
  ['/admin/sign-in?next=/admin', '/admin'],
])('%s leads to %s', (wanted, path) => {
  expect(returnPath(wanted)).toBe(path);
});
