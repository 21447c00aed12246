import { crawlLimits } from '../limits.ts';

/** What a robots.txt asks of one crawler. */
export interface RobotsRules {
  mayRead(url: URL): boolean;
  /** Wanted between two requests; 0 when nothing is said. */
  delayMs: number;
}

interface Rule {
  isAllowed: boolean;
  /** Of its pattern: the longest that fits decides. */
  length: number;
  /** Ended by `$`: the whole path is to fit, not its beginning. */
  isWhole: boolean;
  /** The pattern between its stars; `end` only where it is whole and has a star. */
  start: string;
  middle: string[];
  end: string | undefined;
}

/** The rules of a robots.txt for the crawler `product`, else those for every crawler (RFC 9309). */
export function readRobots(text: string, product: string): RobotsRules {
  const own = rulesFor(text, product.toLowerCase()) ?? rulesFor(text, '*');
  const rules = own?.rules.sort((one, other) => other.length - one.length || +other.isAllowed - +one.isAllowed) ?? [];
  return {
    mayRead: ({ pathname, search }) =>
      isAllowed(
        rules,
        comparable(pathname + search)
          .replaceAll('*', '%2A')
          .replaceAll('$', '%24'),
      ),
    delayMs: (own?.delay ?? 0) * 1_000,
  };
}

/** What all groups of one crawler say together; undefined when there is none. */
function rulesFor(text: string, agent: string): { rules: Rule[]; delay: number } | undefined {
  const rules: Rule[] = [];
  let delay = 0;
  let isKnown = false;
  let isForAgent = false;
  let isInNames = false;
  for (const line of text.split(/[\r\n]+/)) {
    const [, name = '', value = ''] = /^\s*([a-z-]+)\s*:([^#]*)/i.exec(line) ?? [];
    const field = name.toLowerCase();
    if (field === 'user-agent') {
      isForAgent = (isInNames && isForAgent) || agentOf(value) === agent;
      isKnown ||= isForAgent;
      isInNames = true;
    } else if (['allow', 'disallow', 'crawl-delay'].includes(field)) {
      isInNames = false;
      if (!isForAgent) continue;
      if (field === 'crawl-delay') delay = Math.max(delay, Number(value) || 0);
      else if (value.trim() !== '') rules.push(ruleOf(value.trim(), field === 'allow'));
    }
  }
  return isKnown ? { rules, delay } : undefined;
}

/** Without its version. */
const agentOf = (value: string) => /^\s*(\*|[a-z_-]+)/i.exec(value)?.[1]?.toLowerCase();

function ruleOf(written: string, isAllowed: boolean): Rule {
  const pattern = comparable(written);
  const isWhole = pattern.endsWith('$');
  const [start = '', ...others] = (isWhole ? pattern.slice(0, -1) : pattern).replaceAll('$', '%24').split('*');
  const end = isWhole ? others.pop() : undefined;
  return { isAllowed, length: pattern.length, isWhole, start, middle: others.filter((piece) => piece !== ''), end };
}

/** Where two rules are as long, the one that allows stands first. What takes too long to tell is not allowed. */
function isAllowed(rules: readonly Rule[], path: string): boolean {
  let comparisons = 0;
  for (const rule of rules) {
    comparisons += rule.middle.length === 0 ? 0 : path.length * rule.length;
    if (comparisons > crawlLimits.robotsComparisons) return false;
    if (fits(rule, path)) return rule.isAllowed;
  }
  return true;
}

/** Each piece where it first stands behind the one before: if any way fits, this one does. */
function fits({ isWhole, start, middle, end }: Rule, path: string): boolean {
  if (!path.startsWith(start)) return false;
  let at = start.length;
  for (const piece of middle) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  if (end !== undefined) return path.length - end.length >= at && path.endsWith(end);
  return !isWhole || at === path.length;
}

/** One way to write a path: an octet is itself where ASCII has a sign for it that is none of the rules, else in hex. */
const comparable = (path: string) =>
  path.replace(/[^!-~]+/g, encodeURIComponent).replace(/%[\da-f]{2}/gi, (octet) => {
    const sign = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[!-#&-)+-~]/.test(sign) ? sign : octet.toUpperCase();
  });
