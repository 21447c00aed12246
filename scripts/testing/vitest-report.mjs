/**
 * Counts what Vitest's JSON report says.
 *
 * @param {import('./tally.mjs').Tally} tally
 * @param {{ testResults: readonly TestFile[] }} report
 *
 * @typedef {{ name: string, status: string, message: string, assertionResults: readonly Result[] }} TestFile
 * @typedef {{ fullName: string, status: string, failureMessages?: readonly string[] | null }} Result
 */
export function addVitest(tally, { testResults }) {
  for (const { name: file, status, message, assertionResults } of testResults) {
    const isBroken = status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
    // It cannot be read and has no tests, or what stands around them failed: then they were not run.
    if (isBroken) tally.fail(file, message || 'a hook failed');
    for (const { fullName, status: result, failureMessages } of assertionResults) {
      const failure = failureMessages?.[0];
      if (result === 'failed') tally.fail(fullName, failure ?? '');
      else if (result === 'passed' && failure) tally.passAtLast(fullName, failure);
      else if (result === 'passed') tally.pass();
      else tally.skip(fullName, isBroken ? 'its file failed' : 'the test itself says so');
    }
  }
}
