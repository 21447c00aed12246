import { type DecisionParameters, decide, fitConfidence, type Signals } from '@frontdesk/answers';
import { closedList } from '../closed-list.ts';
import { type Graded, grade } from '../grade.ts';
import { type Group, groupOf } from '../summary.ts';
import type { OfflineCase } from './offline-set.ts';

type Branch = 'answer' | 'hand-over' | 'reply';

/** What each way to answer a question would have come to. */
export interface JudgedCase {
  business: string;
  group: Group;
  withheld: boolean;
  /** Undefined where nothing was left to decide: the message's manner or language has decided. */
  signals: Signals | undefined;
  graded: Record<Branch, Graded>;
}

const never = -1e9;
const always = 1e9;

/** Parameters with which an answer takes one way, whatever the model says; it is asked all the same. */
function forced(parameters: DecisionParameters, branch: Branch): DecisionParameters {
  const { confidence } = parameters;
  return {
    ...parameters,
    threshold: 0.5,
    confidence: { ...confidence, bias: branch === 'answer' ? always : never },
    reply: { bias: branch === 'reply' ? always : never, score: 0 },
    asksInDoubtOnly: false,
  };
}

/** Answers a case in each of the three ways, with the ranking of the parameters. */
export async function judge({ business, answer, withheld }: OfflineCase, parameters: DecisionParameters) {
  const { question } = answer.prepared;
  const list = closedList(business.name);
  let signals: Signals | undefined;
  const gradeBranch = async (branch: Branch) => {
    const { text, decoder } = await answer.answer(forced(parameters, branch));
    signals = decoder.signals;
    return grade(question, text, { business, list });
  };
  const graded = {
    answer: await gradeBranch('answer'),
    'hand-over': await gradeBranch('hand-over'),
    reply: await gradeBranch('reply'),
  };
  // Where the list was narrowed to one kind, the first token chooses a wording, not a way.
  const isDecided = signals === undefined || answer.prepared.list.leadIns.length === 0;
  const judged: JudgedCase = {
    business: business.slug,
    group: withheld ? 'not in the facts' : groupOf(question),
    withheld,
    signals: isDecided ? undefined : signals,
    graded,
  };
  return judged;
}

/** What is decided of a case. */
export function outcome({ signals, graded }: JudgedCase, parameters: DecisionParameters): Graded {
  return graded[signals === undefined ? 'reply' : decide(signals, parameters).branch];
}

/** A question without its facts is easier to tell than one that nobody wrote facts for. */
const withheldWeight = 0.3;

export function fitConfidenceTo(
  cases: readonly JudgedCase[],
  { modelBound }: Pick<DecisionParameters, 'modelBound'>,
): DecisionParameters['confidence'] {
  return fitConfidence(
    cases.flatMap(({ signals, graded, withheld }) =>
      signals ? [{ signals, right: graded.answer.grade === 'right', weight: withheld ? withheldWeight : 1 }] : [],
    ),
    modelBound,
  );
}
