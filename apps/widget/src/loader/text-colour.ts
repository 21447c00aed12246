/**
 * Text on a site's colour, white where that can be read (4.5 : 1), else black. The chat's `accentColours`, in little.
 * @param colour `#rrggbb`
 */
export function textColour(colour: string): string {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\w\w/g) ?? []).map((digits) => {
    const value = Number(`0x${digits}`) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance <= 0.1833 ? '#fff' : '#000';
}
