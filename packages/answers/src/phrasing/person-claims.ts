/** Whom an assistant may not say it is. "Man" and "agent" stop "manager" and "agents", too. */
const people: ReadonlySet<string> = new Set([
  ...['human', 'person', 'man', 'woman', 'people', 'employee', 'agent', 'representative', 'staff', 'team'],
  ...['member', 'colleague', 'operator', 'adviser', 'advisor', 'supervisor', 'receptionist'],
]);
/** What an assistant may not say it is not. */
const machines: ReadonlySet<string> = new Set([
  ...['bot', 'chatbot', 'robot', 'machine', 'computer', 'program', 'ai', 'automated'],
]);
/** Words that are refused behind some others only. */
export const claimWords: ReadonlySet<string> = new Set([...people, ...machines]);
/** Of those, what is said without "a". */
const machinelike: ReadonlySet<string> = new Set(['ai', 'automated']);
const none: ReadonlySet<string> = new Set();

/** Of the words before, as many may make it a claim: "you are now chatting with a real". */
export const contextWords = 9;
/** Of them "I am a real customer support". */
const mostBetween = 5;
const speaks =
  /(?<!\b(?:if|when|once|while) )\byou(['’]re| are(?:n['’]t)?)((?: [\p{L}'’-]+){0,2}) (?:chatting|talking|speaking|writing|texting|messaging) (?:with|to)((?: [\p{L}'’-]+){0,3})$/u;
const negation = /^(?:not|never|no)$|n['’]t$/;
/** What comes after these is something else: "I'm sorry, a person", "I am asking a colleague", "I'm an AI agent". */
const endsClaim =
  /^(?:to|you|that|if|who|but|because|so|assistant|sorry|afraid|sure|certain|glad|happy|aware|able|unable|virtual|digital|artificial)$|(?<!^(?:be|speak|talk|writ|work))ing$/;
const sentenceEnd = /[.!?;:]["')\]]*$/;
const signs = /^[^\p{L}]+|[^\p{L}]+$/gu;

/** The words that would claim, behind those before them, that a person speaks: "I am a", "you are not talking to a". */
export function claimsBehind(before: readonly string[]): ReadonlySet<string> {
  const words = wordsOfClaim(before);
  if (!words) return none;
  const denied = words.findLastIndex((word) => negation.test(word));
  if (words.slice(denied + 1).some((word) => claimWords.has(word) || endsClaim.test(word))) return none;
  if (denied < 0) return people;
  return words.at(-1) === 'not' ? machinelike : machines;
}

/** What was said since "I am", or of whom somebody speaks with; undefined where neither was said. */
function wordsOfClaim(before: readonly string[]): string[] | undefined {
  const sentence = before.slice(before.findLastIndex((word) => sentenceEnd.test(word)) + 1);
  const words = sentence.map((word) => word.replace(signs, ''));
  const at = words.findLastIndex(
    (word, index) => /^i['’]?m$/.test(word) || (word === 'am' && words[index - 1] === 'i'),
  );
  if (at >= 0 && words.length - at - 1 <= mostBetween) return words.slice(at + 1);
  const [, ...spoken] = sentence.join(' ').match(speaks) ?? [];
  return spoken.length > 0 ? spoken.join('').trim().split(' ') : undefined;
}
