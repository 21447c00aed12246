import { OperatorError } from '../operator-error.mjs';

const NODE_MINIMUM = [20, 19];
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64'];

/**
 * @param {{ nodeVersion: string, platform: string, arch: string }} [machine] this one unless given
 * @throws {OperatorError} one sentence, when Frontdesk cannot run on this machine
 */
export function checkRequirements({ nodeVersion, platform, arch } = thisMachine()) {
  const [major, minor] = nodeVersion.split('.').map(Number);
  if (major < NODE_MINIMUM[0] || (major === NODE_MINIMUM[0] && minor < NODE_MINIMUM[1])) {
    throw new OperatorError(`Frontdesk needs Node ${NODE_MINIMUM.join('.')} or newer; this is Node ${nodeVersion}.`);
  }
  if (!PLATFORMS.includes(`${platform}-${arch}`)) {
    throw new OperatorError(
      `Frontdesk runs on Linux (x64, arm64) and on macOS (arm64); this is ${platform}-${arch}, where docker-compose.yml is the way.`,
    );
  }
}

function thisMachine() {
  return { nodeVersion: process.versions.node, platform: process.platform, arch: process.arch };
}
