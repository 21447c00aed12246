import type { Step } from '../terminal/steps.mjs';

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

export interface StackOptions {
  /** Absolute. Holds the database, the secret, and the lock that keeps a second start away. */
  dataDir: string;
  /** The prepared model's folder. */
  modelDir: string;
  /** The prepared embedding model's folder; without it nothing is looked up. */
  embeddingDir?: string | undefined;
  /** A folder with ONNX Runtime's CUDA build and what it needs; without it workers compute on the CPU. */
  cudaDir?: string | undefined;
  /** A PostgreSQL server of yours, instead of the one that ships with Frontdesk. */
  databaseUrl?: string;
  /** The address that the gateway listens on. Defaults to 127.0.0.1. */
  host?: string;
  /** Default to free ones. */
  ports?: { gateway?: number; web?: number };
  /** A number that stays, or the limits of one that an autoscaler decides, which begins with the least. Defaults to 1. */
  workers?: number | { min: number; max: number };
  /** Added to the environment of gateway, autoscaler, workers and web. */
  env?: Record<string, string | undefined>;
  /** Added to the environment of one worker; `number` counts from 1. */
  workerEnv?: (number: number) => Record<string, string | undefined>;
  /** Removes the data when it stops. */
  temporary?: boolean;
  /** Gets each line that a part writes, and what the supervisor itself has to say (as `frontdesk`). */
  log?: (name: string, line: string, level?: 'info' | 'warn') => void;
  /** Gets each piece of work of the start. */
  step?: Step;
  /** Stops the start, or what is started. */
  signal?: AbortSignal;
  /** Kills at once what `signal` stops. */
  atOnce?: AbortSignal;
}

export interface Stack {
  /** The gateway's address, as `http://127.0.0.1:3000`. */
  url: string;
  databaseUrl: string;
  /** Of the installation: signs tokens, seals what is stored sealed. */
  secret: string;
  modelDir: string;
  /** The password only when this start made the account. */
  admin: { email: string; password: string | null };
  /** Whether the demo shop's site is there. */
  hasDemo: boolean;
  /** Undefined where the server is yours. */
  database: Part | undefined;
  gateway: Part;
  web: Part;
  /** Those that are wanted now, the first one first. */
  readonly workers: Part[];
  /** Ends all in order and leaves no process. */
  stop(): Promise<void>;
}
