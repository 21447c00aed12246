const small = [
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen'],
  ...['fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'],
];
const tens = ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety', 'hundred'];

const ordinals = [
  ...['fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth', 'thirteenth'],
  ...['fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth', 'twentieth'],
];

/**
 * The digits of numbers that are written as words. Without "one", "first", "second" and "third", which are more often other
 * words.
 */
export const digitsOf: ReadonlyMap<string, string> = new Map<string, string>([
  ...small.map((word, index): [string, string] => [word, `${index + 2}`]),
  ...ordinals.map((word, index): [string, string] => [word, `${index + 4}`]),
  ...tens.map((word, index): [string, string] => [word, `${30 + 10 * index}`]),
  ['thirtieth', '30'],
  ['dozen', '12'],
  ['thousand', '1000'],
  ['million', '1000000'],
]);

/** Words of an amount that is not told, or of what it is in proportion to another; and of a time of the day or a span. */
export const otherAmounts: readonly string[] = [
  ...['dozens', 'hundreds', 'thousands', 'millions', 'half', 'quarter', 'double', 'triple', 'twice', 'thrice'],
  ...['billion', 'billions', 'trillion', 'trillions', 'lakh', 'lakhs', 'crore', 'crores'],
  ...['noon', 'midday', 'midnight', 'fortnight'],
];
