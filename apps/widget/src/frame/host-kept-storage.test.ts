import { expect, test, vi } from 'vitest';
import { createHostKeptStorage } from './host-kept-storage.ts';

test('only the one key goes to the host, and comes back from it', () => {
  const keep = vi.fn();
  const storage = createHostKeptStorage('token', 'old', keep);
  expect(storage.get('token')).toBe('old');
  expect(keep).not.toHaveBeenCalled();

  storage.set('pending:1', 'a text that is nobody else’s business');
  expect(keep).not.toHaveBeenCalled();
  expect(storage.keys('pending:')).toEqual(['pending:1']);

  storage.set('token', 'new');
  storage.remove('token');
  expect(keep.mock.calls).toEqual([['new'], [null]]);
  expect(storage.get('token')).toBeNull();
});
