/** SVG path builders for the plants of the demo shop: pure geometry, y grows downwards, a leaf's base is its origin. */

export interface Point {
  x: number;
  y: number;
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
const at = (point: Point): string => `${round(point.x)} ${round(point.y)}`;

/** Point of the quadratic curve `from → control → to` at `t` in 0..1, with its direction in radians. */
export function quadraticAt(from: Point, control: Point, to: Point, t: number): Point & { angle: number } {
  const u = 1 - t;
  const dx = 2 * u * (control.x - from.x) + 2 * t * (to.x - control.x);
  const dy = 2 * u * (control.y - from.y) + 2 * t * (to.y - control.y);
  return {
    x: u * u * from.x + 2 * u * t * control.x + t * t * to.x,
    y: u * u * from.y + 2 * u * t * control.y + t * t * to.y,
    angle: Math.atan2(dy, dx),
  };
}

/** A pointed leaf from `base` towards `angle` (radians). `bulge` is its half width as a share of its length. */
export function pointedLeaf(base: Point, angle: number, length: number, bulge: number): string {
  const along = (distance: number, side: number): Point => ({
    x: base.x + Math.cos(angle) * distance * length - Math.sin(angle) * side * bulge * length,
    y: base.y + Math.sin(angle) * distance * length + Math.cos(angle) * side * bulge * length,
  });
  const tip = along(1, 0);
  return `M${at(base)}C${at(along(0.25, 1.3))} ${at(along(0.7, 1.1))} ${at(tip)}C${at(along(0.7, -1.1))} ${at(along(0.25, -1.3))} ${at(base)}Z`;
}

/** A fern's frond: a stem and its leaflets, longest a third of the way up, closing towards the tip. */
export function frond(
  from: Point,
  control: Point,
  to: Point,
  shape: { pairs: number; leaflet: number },
): { stem: string; leaflets: string } {
  let leaflets = '';
  for (let pair = 0; pair < shape.pairs; pair += 1) {
    const t = 0.12 + (0.86 * pair) / (shape.pairs - 1);
    const point = quadraticAt(from, control, to, t);
    const length = shape.leaflet * (1 - Math.abs(t - 0.38) ** 1.4 * 1.55);
    for (const side of [-1, 1]) {
      leaflets += pointedLeaf(point, point.angle + side * (1.22 - 0.5 * t), Math.max(2.5, length), 0.2);
    }
  }
  leaflets += pointedLeaf(quadraticAt(from, control, to, 0.97), quadraticAt(from, control, to, 1).angle, 6, 0.22);
  return { stem: `M${at(from)}Q${at(control)} ${at(to)}`, leaflets };
}

/** Right edge of a monstera's leaf of length 1 without its slits; `t` runs from the stem (0) to the tip (1). */
const splitLeafEdge = (t: number): Point => ({
  x: 0.52 * Math.sin(Math.PI * t ** 0.72) ** 0.85,
  y: -t + 0.3 * Math.sin(Math.PI * Math.min(1, t * 2.1)),
});

/** A heart-shaped leaf, its stem at the origin, pointing up. */
export function heartLeaf(length: number): string {
  const point = (x: number, y: number): string => at({ x: x * length, y: y * length });
  const right = `C${point(0.1, 0.2)} ${point(0.46, 0.2)} ${point(0.46, -0.16)}C${point(0.46, -0.52)} ${point(0.14, -0.7)} ${point(0, -1)}`;
  const left = `C${point(-0.14, -0.7)} ${point(-0.46, -0.52)} ${point(-0.46, -0.16)}C${point(-0.46, 0.2)} ${point(-0.1, 0.2)} ${point(0, 0)}`;
  return `M0 0${right}${left}Z`;
}

/** A monstera's leaf: a broad heart with slits that run from its edge towards the midrib. */
export function splitLeaf(length: number, slits = 4): string {
  const half: Point[] = [];
  for (let step = 0; step <= 60; step += 1) {
    const t = step / 60;
    const edge = splitLeafEdge(t);
    const phase = ((t - 0.24) / 0.62) * slits;
    const inSlit = phase > 0 && phase < slits && phase % 1 > 0.78;
    half.push(inSlit ? { x: edge.x * 0.42, y: edge.y * 0.86 - 0.02 } : edge);
  }
  const outline = [
    ...half,
    ...half
      .slice(1, -1)
      .reverse()
      .map(({ x, y }) => ({ x: -x, y })),
  ];
  return `M${outline.map((point) => at({ x: point.x * length, y: point.y * length })).join('L')}Z`;
}
