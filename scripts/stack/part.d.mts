/** One process of the deployment, started again whenever it ends until it is told to stop. */
export interface Part {
  readonly name: string;
  /** The process's number, while there is one. */
  readonly pid: number | undefined;
  /** Resolves as soon as the present process, or else the one that replaces it, is ready. */
  untilReady(): Promise<void>;
  /** Kills the present process (SIGKILL unless told otherwise) and resolves when it is gone; another one replaces it. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}
