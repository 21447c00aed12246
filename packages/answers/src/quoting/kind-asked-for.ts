/** A kind of thing that a question asks for, by its words, and how it looks in an answer. */
interface Kind {
  asked: RegExp;
  given: RegExp;
}

const duration =
  'minutes?|mins|hours?|hrs?|\\d+ ?(?:h|min)|days?|daily|nights?|weeks?|weekly|months?|monthly|years?|yearly|overnight|immediately|at once';
/** "Wed", "sat", "sun", "jan", "mar", "apr" and "oct" are other words, too, where no number, day or month is beside them. */
const days =
  'mon|tues?|thu(?:rs?)?|fri|(?:wed|sat|sun)(?=[^\\p{L}]{1,3}(?:\\d|wed|sat|sun))|(?:mon|tues|wednes|thurs|fri|satur|sun)days?';
const months =
  '\\d{1,2}(?:st|nd|rd|th)? (?:jan|mar|apr|oct)|(?:jan|mar|apr|oct)(?=\\.? \\d(?![\\d.]*%)|[^\\p{L}]{1,3}(?:jan|mar|apr|oct))|feb|jun|jul|aug|sept?|nov|dec|january|february|march|april|may|june|july|august|september|october|november|december';
/** "9–18", "10 to 17 every day"; but "2-3 rooms". */
const hours =
  '(?<!\\p{Sc} ?)(?:[01]?\\d|2[0-4])(?: ?[–-] ?| to )(?:[01]?\\d|2[0-4])(?=\\s*(?:[.,;)/]|$|(?:and|or|on|every|each|daily|uhr|h)(?!\\p{L})))';
const moment = `${hours}|\\d{1,2}([:.]\\d\\d)? ?(am|pm|a\\.m|p\\.m|o'clock)|\\d{1,2}[:.]\\d\\d|${days}|daily|midnight|noon|midday|mornings?|afternoons?|evenings?|weekends?|weekdays?|${months}|before|after|until|by the end`;
const length =
  '(?:centi|milli|kilo)?(?:met(?:re|er)s?|lit(?:re|er)s?)|(?:kilo)?grams?|cm|mm|m²|kg|km|feet|ft|inch(?:es)?|miles?';
const counted =
  '\\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|each|every|both|once|twice|several|none|no limit|any number|unlimited';

/** Beside a figure; many are other words, too. */
const currency =
  'usd|eur|gbp|chf|sek|nok|dkk|isk|pln|czk|huf|ron|bgn|uah|inr|pkr|bdt|lkr|npr|aed|sar|qar|ils|egp|zar|kes|ngn|myr|sgd|hkd|idr|php|thb|vnd|jpy|cny|krw|aud|cad|nzd|brl|mxn|ars|clp|r[sp]|rm|kr|sfr|dhs?|tk|ksh';
const currencyName =
  'rupees?|rupiahs?|ringgits?|rand|dirhams?|riyals?|shekels?|takas?|naira|shillings?|yen|yuan|won|baht|pesos?|reais|kron(?:or|er|e|a)|kronur|kč|forint|lei|leva|liras?|zloty|złoty|quid|bucks';

/** One of these words, also right behind a digit: "12kg". "49.99" in "149.99" is no time. */
const given = (words: string): RegExp => new RegExp(`(?<!\\p{L}|\\d(?=\\d))(?:${words})(?![\\p{L}\\d])`, 'iu');

const kinds: readonly Kind[] = [
  {
    asked:
      /\b(how much (?:is|are|do|does|would|will|for|extra|to)|price|prices|pricing|costs?|(?:do|does|would|will) (?:you|they|it|we) charge|charges? (?:for|per)|fees?|surcharge|set me back|how expensive)\b/i,
    given: new RegExp(
      [
        '\\p{Sc}\\s?\\d|\\d\\s?(?:euros?|pounds?|dollars?|cents?|pence|p\\b|francs?|kr|zł|percent|%|\\p{Sc})',
        `\\d\\s?(?:${currency}|${currencyName})(?![\\p{L}\\d])`,
        `(?<![\\p{L}\\d])(?:(?:${currency}|s/)\\.?\\s?\\d|r\\d{2}(?!\\d*\\+))`,
        // "30,-", "30.–"; but "1.-5. May".
        '\\d[.,][-–—](?!\\s?\\d)',
        '\\b(?:usd|eur|gbp|chf|free|nothing|half|at cost|charged|included?)\\b|\\bno (?:extra )?(?:cost|charge|fee)',
      ].join('|'),
      'iu',
    ),
  },
  {
    asked: /\bhow (?:long|soon|quickly|far (?:ahead|in advance)|early|late)\b/i,
    given: given(`${duration}|${moment}|${length}|characters?|words?`),
  },
  {
    asked:
      /\b(?:when(?!'s| (?:i|we|my|our|the|you|it|she|he|they)\b)|^when\b|what time|till what|until what|(?:which|what) days?|opening (?:hours|times)|closing time)\b/i,
    given: given(`${moment}|${duration}|when|once|as soon as`),
  },
  {
    asked: /\bhow often\b/i,
    given: given(`${counted}|hourly|daily|nightly|weekly|fortnightly|monthly|yearly|annually`),
  },
  {
    asked: /\bhow many\b|\b(?:minimum|maximum|least|most) (?:age|number)\b|\bage limit\b|\bhow old\b/i,
    given: given(counted),
  },
  {
    asked:
      /\bhow (?:tall|heavy|big|high|wide|large|deep|thick|spacious)\b|\b(?:sizes?|dimensions?|weight|height|width|measurements?)\b/i,
    given: given(
      `${length}|square|cubic|people|guests?|sizes?|small|medium|large|fits?|seats?|heights?|widths?|\\d+ ?(?:m|g|l|gb|mb|tb|x ?\\d+\\p{L}*)`,
    ),
  },
];

/**
 * Whether a question asks for a kind of thing, such as a price or a size, that a text has none of: then the text may be
 * about the right subject and still does not answer. Where several kinds may be meant, one is enough.
 */
export function lacksKindAskedFor(question: string, text: string): boolean {
  const asked = kinds.filter((kind) => kind.asked.test(question));
  return asked.length > 0 && !asked.some((kind) => kind.given.test(text));
}
