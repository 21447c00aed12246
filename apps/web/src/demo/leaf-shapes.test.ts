import { describe, expect, test } from 'vitest';
import { frond, heartLeaf, pointedLeaf, quadraticAt, splitLeaf } from './leaf-shapes.ts';

const numbers = (path: string): number[] => (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

describe('leaf shapes', () => {
  test('a quadratic curve starts, bends and ends where it should', () => {
    const curve = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
    ] as const;
    expect(quadraticAt(...curve, 0)).toMatchObject({ x: 0, y: 0, angle: 0 });
    expect(quadraticAt(...curve, 0.5)).toMatchObject({ x: 7.5, y: 2.5 });
    expect(quadraticAt(...curve, 1)).toMatchObject({ x: 10, y: 10 });
  });

  test('a leaf reaches its length in its direction and closes', () => {
    const path = pointedLeaf({ x: 5, y: 5 }, 0, 20, 0.2);
    expect(path).toMatch(/^M5 5C.*25 5C.*Z$/);
  });

  test('a heart is as long as asked, symmetric and points up', () => {
    const values = numbers(heartLeaf(100));
    const xs = values.filter((_, index) => index % 2 === 0);
    const ys = values.filter((_, index) => index % 2 === 1);
    expect(Math.min(...ys)).toBe(-100);
    expect(Math.max(...xs)).toBe(-Math.min(...xs));
  });

  test('slits cut the leaf without leaving its outline', () => {
    const whole = numbers(splitLeaf(100, 0));
    const slit = numbers(splitLeaf(100));
    expect(Math.max(...slit)).toBeLessThanOrEqual(Math.max(...whole));
    expect(slit.length).toBe(whole.length);
    expect(splitLeaf(100, 5)).not.toBe(splitLeaf(100, 3));
  });

  test('a frond has a leaflet on each side of every pair, and one at its tip', () => {
    const { leaflets } = frond({ x: 0, y: 0 }, { x: 20, y: -60 }, { x: 60, y: -80 }, { pairs: 9, leaflet: 14 });
    expect(leaflets.split('Z').length - 1).toBe(9 * 2 + 1);
  });
});
