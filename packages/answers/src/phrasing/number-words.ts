const small = [
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen'],
  ...['fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'],
];
const tens = ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety', 'hundred'];

/** The digits of numbers that are written as words. Without "one", which is more often another word. */
export const digitsOf: ReadonlyMap<string, string> = new Map<string, string>([
  ...small.map((word, index): [string, string] => [word, `${index + 2}`]),
  ...tens.map((word, index): [string, string] => [word, `${30 + 10 * index}`]),
  ['dozen', '12'],
  ['thousand', '1000'],
  ['million', '1000000'],
]);

/** Words of an amount that is not told. */
export const vagueNumbers: readonly string[] = ['dozens', 'hundreds', 'thousands', 'millions'];
