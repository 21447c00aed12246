import { answeringBody, languageCode } from '@frontdesk/protocol';
import { fieldProblems } from '../forms/field-problems.ts';

/** Pure. What is wrong with the languages of a site, with the code that is meant; undefined where nothing is. */
export function languagesProblem(codes: readonly string[]): string | undefined {
  const bad = codes.find((code) => !languageCode.safeParse(code).success);
  if (bad !== undefined)
    return `“${bad}” is no code of a language that it can tell from others: write two letters, such as en.`;
  return fieldProblems(answeringBody.shape.languages, codes)[''];
}
