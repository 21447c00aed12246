import { afterAll, vi } from 'vitest';

// Files of a worker share its globals (`isolate: false`): what one has put in their place must not meet the next one.
afterAll(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
