import type { OnnxRuntime } from './api.ts';
import { NativeObject } from './native-object.ts';

/** ORT_LOGGING_LEVEL_FATAL. Errors come as exceptions; on stderr they would stand beside the caller's log. */
const LOG_FATAL_ONLY = 4;

/** ONNX Runtime's environment: logging and what sessions have in common. It must outlive its sessions. */
export class Environment extends NativeObject {
  constructor(runtime: OnnxRuntime) {
    super(runtime, 'ReleaseEnv', runtime.create('CreateEnv', 'ReleaseEnv', LOG_FATAL_ONLY, 'frontdesk'));
  }
}
