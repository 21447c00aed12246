export { buildPrompt, type PromptBudget, type PromptSource, promptFormatVersion } from './build-prompt.ts';
export { cleanText } from './clean-text.ts';
export { RepetitionGuard } from './repetition-guard.ts';
export { defaultSampling, type Sampling, stopStrings } from './sampling.ts';
