import type { z } from 'zod/mini';
import { countOf } from '../words/count-of.ts';

/** What is wrong with a form's values, by the path of the field (`widget.offsetX`, `suggestions.2`); empty where nothing is. */
export function fieldProblems(schema: z.ZodMiniType, values: unknown): Record<string, string> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return {};
  const problems: Record<string, string> = {};
  for (const issue of parsed.error.issues) problems[issue.path.join('.')] ??= sentenceOf(issue);
  return problems;
}

/** Pure: what was found wrong, without what has been corrected since. */
export const stillWrong = (found: Record<string, string>, now: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.keys(found).flatMap((path) => (now[path] === undefined ? [] : [[path, now[path]]])));

type Typed = Readonly<Record<string, unknown>>;

/** What only the gateway could find, of fields as they were typed. */
export interface Refusal {
  problems: Readonly<Record<string, string>>;
  typed: Typed;
}

/** Pure: what was refused, without the fields that were typed anew since. */
export const stillRefused = ({ problems, typed }: Refusal, now: Typed): Record<string, string> =>
  Object.fromEntries(Object.entries(problems).filter(([path]) => typed[path] === now[path]));

type Issue = NonNullable<ReturnType<z.ZodMiniType['safeParse']>['error']>['issues'][number];

function sentenceOf(issue: Issue): string {
  if (issue.code === 'too_small') {
    const least = Number(issue.minimum);
    if (issue.origin === 'array') return least <= 1 ? 'Choose at least one.' : `Choose at least ${least}.`;
    if (issue.origin !== 'string') return `Not less than ${least}.`;
    return least <= 1 ? 'Please fill this in.' : `At least ${countOf(least, 'character')}.`;
  }
  if (issue.code === 'too_big') {
    const most = Number(issue.maximum);
    if (issue.origin === 'array') return `At most ${most}.`;
    return issue.origin === 'string' ? `At most ${countOf(most, 'character')}.` : `Not more than ${most}.`;
  }
  if (issue.code === 'invalid_format' && issue.format === 'email') return 'This is not an e-mail address.';
  if (issue.code === 'invalid_format' && issue.format === 'url')
    return 'This is not a web address, such as https://www.example.com.';
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'Only a whole number.';
  if (issue.code === 'invalid_type' && issue.expected === 'number') return 'Please fill this in.';
  return issue.message === 'Invalid input' ? 'This is not right.' : issue.message;
}
