const words: readonly [word: string, meaning: string][] = [
  ['First words', 'From a customer’s send until the first words of the answer are in their browser.'],
  ['p50, p95, p99', 'Of 100 messages, 50, 95 or 99 were at least this quick. p99 is what nearly everybody gets.'],
  ['Worker', 'A program with the language model. Each answers several customers at once, one in each of its slots.'],
  ['Queue', 'Messages that wait until a worker has room.'],
  ['Prefill', 'A worker reads the question and what goes with it, before the first word.'],
  ['Token', 'A word or a piece of one: answers are made token by token.'],
  ['Error budget', 'Of 1,000 messages in 30 days, 1 may go without an answer. What is left of that.'],
  ['Goodput', 'Answers a minute that kept all that is promised.'],
  ['Answer cache', 'Questions that were asked before, answered as then, without the model.'],
  ['Prefix cache', 'What many questions begin with is read once and kept, so that answers begin sooner.'],
  ['Draining', 'A worker that ends: it finishes its answers and takes no new ones.'],
  ['Scaling', 'How many workers are wanted, as the autoscaler decides where one runs.'],
];

/** What the words of the page mean, a line each, for whoever does not run such services every day. */
export function ServiceWords() {
  return (
    <details className="rounded-xl border border-line bg-surface px-4 py-3 text-sm">
      <summary className="font-medium text-ink-soft hover:text-ink">What these words mean</summary>
      <dl className="mt-3 grid gap-x-6 gap-y-1.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
        {words.map(([word, meaning]) => (
          <div key={word} className="contents">
            <dt className="font-medium max-sm:mt-2">{word}</dt>
            <dd className="text-ink-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
