import { loadTokenizer } from '@frontdesk/tokenizer';
import { readPreparedModel } from '../../prepared-model.ts';
import { Examiner, type Limits, problemsOfWays } from './examine.ts';
import { printNearTies, printTable } from './print-findings.ts';
import { chatPrompts } from './prompts.ts';
import { answerInAllWays } from './ways.ts';

// A part of npm run check:cuda: what check:engine checks, on an NVIDIA GPU (CUDA_DIR; without it on the CPU, which checks
// this program). Argument: the folder of a model in float16 whose activations are not rounded.

const PROMPTS = 60;
/** Keys and values have 16 bits, and a GPU adds up in another order. */
const LIMITS: Limits = { nearTieShare: 0.25, tolerance: 0.05 };

const model = await readPreparedModel(process.argv[2] ?? '');
const tokenizer = loadTokenizer(model);
const prompts = chatPrompts(tokenizer, PROMPTS);
const ways = await answerInAllWays(model, prompts, { cudaDir: process.env.CUDA_DIR });
const examiner = await Examiner.load(model);
const findings = await examiner.examineWays(prompts, ways);
console.log(`${prompts.length} prompts, against the plain path on the CPU\n`);
printTable(findings);
printNearTies(findings, tokenizer);
const problems = problemsOfWays(findings, LIMITS);
for (const problem of problems) console.error(`Wrong: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
