import type { OnnxRuntime } from './api.ts';
import { NativeObject } from './native-object.ts';

/** ORT_LOGGING_LEVEL_ERROR: warnings about graphs go to stderr otherwise. */
const LOG_ERRORS_ONLY = 3;

/** ONNX Runtime's environment: logging and what sessions have in common. It must outlive its sessions. */
export class Environment extends NativeObject {
  constructor(runtime: OnnxRuntime) {
    super(runtime, 'ReleaseEnv', runtime.create('CreateEnv', 'ReleaseEnv', LOG_ERRORS_ONLY, 'frontdesk'));
  }
}
