import { expect, it } from 'vitest';
import { searchUsers, usersAt } from './search-users.ts';

/** Searches a product that holds its promise for `most` users at most. */
async function search(most: number, start: number, runs?: number) {
  const tried: number[] = [];
  const result = await searchUsers(
    start,
    async (users) => {
      tried.push(users);
      return users <= most;
    },
    runs === undefined ? {} : { runs },
  );
  return { tried, result };
}

it.each([
  [200, 200, 220],
  [219, 200, 220],
  [600, 571, 628],
  [199, 182, 200],
  [60, 58, 64],
])('of %i users that are held from 200 on, the last step is %i and the next %i', async (most, held, broken) => {
  const { result, tried } = await search(most, 200);
  expect(result).toEqual({ held, broken, isComplete: true });
  expect(new Set(tried).size).toBe(tried.length);
  expect(tried.length).toBeLessThanOrEqual(10);
});

it('strides grow until the promise breaks, then halves remain', async () => {
  const { tried } = await search(400, 200);
  expect(tried).toEqual([200, 220, 266, 390, 571, 472, 429]);
});

it('a product that holds for nobody is tried down to one user', async () => {
  const { result, tried } = await search(0, 3);
  expect(result).toEqual({ held: undefined, broken: 1, isComplete: false });
  expect(tried.at(-1)).toBe(1);
});

it('stops after so many runs, and says so', async () => {
  const { result, tried } = await search(400, 200, 4);
  expect(tried).toHaveLength(4);
  expect(result).toEqual({ held: 390, broken: undefined, isComplete: false });
});

it('steps are of 10 %', () => {
  expect([-2, -1, 0, 1, 2].map((step) => usersAt(200, step))).toEqual([165, 182, 200, 220, 242]);
  expect(usersAt(1, -5)).toBe(1);
});
