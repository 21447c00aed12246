/** Keys of PostgreSQL's advisory locks, all of them: what has the same key waits for each other, or leaves its turn out. */
export const advisoryLocks = {
  sweep: 7_216_001,
  serviceMinutes: 7_216_002,
  analytics: 7_216_003,
  /** Whoever deletes much at a time holds it. */
  deletions: 7_216_004,
  scaling: 7_216_005,
  /** Of one site: hashed with its id. */
  approvedAnswers: 7_216_006,
  /** Of one site: hashed with its id. Whoever gives a kept answer again shares it; whoever deletes passages has it alone. */
  keptAnswers: 7_216_007,
  /** Of one site, or of one agent: hashed with its id. */
  uploads: 7_216_008,
  /** Of one site: hashed with its id. */
  assignments: 23,
} as const;
