/** A site's colour and what goes with it, each `#rrggbb` and readable (WCAG AA, 4.5 : 1) where it is used. */
export interface AccentColours {
  /** Background of buttons and of the visitor's bubbles. */
  accent: string;
  /** Text on `accent`. */
  onAccent: string;
  /** The accent as text on a light and on a dark background. */
  textOnLight: string;
  textOnDark: string;
}

type Rgb = readonly [number, number, number];
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
const ink: Rgb = [23, 23, 28];
/** The least favourable backgrounds of the chat: --fd-subtle, light and dark. */
const lightGrey: Rgb = [244, 244, 246];
const darkGrey: Rgb = [38, 38, 43];

/** Pure. @param colour `#rrggbb`; any other text gives a neutral dark accent */
export function accentColours(colour: string): AccentColours {
  const accent = parse(colour) ?? ink;
  const onAccent = contrast(white, accent) >= 4.5 ? white : contrast(ink, accent) >= 4.5 ? ink : black;
  return {
    accent: format(accent),
    onAccent: format(onAccent),
    textOnLight: format(shift(accent, lightGrey, black)),
    textOnDark: format(shift(accent, darkGrey, white)),
  };
}

/** Mixes the colour with `towards` until it can be read on `background`. */
function shift(colour: Rgb, background: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, background) >= 4.5) return mixed;
  }
  return towards;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** Contrast ratio of WCAG 2.2, 1 to 21. */
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const linear = (value: number) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

function parse(colour: string): Rgb | null {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (digits === null) return null;
  return [
    Number.parseInt(digits[1] ?? '', 16),
    Number.parseInt(digits[2] ?? '', 16),
    Number.parseInt(digits[3] ?? '', 16),
  ];
}

function format(colour: Rgb): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
