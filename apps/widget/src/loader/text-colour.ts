/**
 * Text on a site's colour, white where that can be read (4.5 : 1), else black. The chat's `accentColours`, in little.
 * @param colour `#rrggbb`
 */
export function textColour(colour: string): string {
  // Nearly black counts as a little lighter than it is: there white and black can both be read.
  // Of what is compared both sides are 269.025 ** 2.4 times as much as they are there: shorter.
  const [red, green, blue] = (colour.match(/\w\w/g) as string[]).map((digits) => (+`0x${digits}` + 14.025) ** 2.4) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue <= 124_355 ? '#fff' : '#000';
}
