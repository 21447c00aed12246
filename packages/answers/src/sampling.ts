/** How an answer is sampled. Stored with every answer, so that it can be continued by another worker. */
export interface Sampling {
  /** 0 takes the most probable token each time. */
  temperature: number;
  topP: number;
  /** Most tokens of one answer. */
  maxTokens: number;
}

/** Near greedy: a small model that is allowed to wander leaves its facts; a little chance keeps it out of loops. */
export const defaultSampling: Sampling = { temperature: 0.2, topP: 0.9, maxTokens: 400 };

/** Where a model that begins to write the next question itself is cut off. */
export const stopStrings: readonly string[] = ['\nUser:', '\nCustomer:', '\nHuman:', '\nQ:'];
