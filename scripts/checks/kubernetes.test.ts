import { expect, it } from 'vitest';
import { checkKubernetes, parseManifests, readManifests } from './kubernetes.mjs';
import { compareEnvironments } from './service-environments.ts';

const ours = readManifests();
/** In this process: another one for each takes longer than all else. */
const check = (texts: Record<string, string>) => checkKubernetes(texts, async (passed) => compareEnvironments(passed));

it('accepts the manifests of this repository', async () => {
  expect(Object.keys(ours).length).toBeGreaterThan(4);
  expect(await check(ours)).toEqual([]);
});

type Case = [name: string, file: string, broken: (text: string) => string, problem: string];
const change = ([, file, broken]: Case) => {
  const text = broken(ours[file] ?? '');
  expect(text).not.toBe(ours[file]);
  return { ...ours, [file]: text };
};

it.each<Case>([
  ['text that is no YAML', 'web.yaml', (text) => text.replace('spec:', 'spec: ['), 'web.yaml: '],
  [
    'a kind of another version',
    'worker-scaling.yaml',
    (text) => text.replace('keda.sh/v1alpha1', 'keda.sh/v1'),
    'ScaledObject frontdesk-worker of keda.sh/v1 is unknown',
  ],
  [
    'an image that nobody builds',
    'worker.yaml',
    (text) => text.replace('image: frontdesk/worker', 'image: frontdesk/robot'),
    'frontdesk-worker runs frontdesk/robot, which is no stage of Dockerfile',
  ],
  [
    'a Deployment that does not select its pods',
    'gateway.yaml',
    (text) => text.replace('      labels: { app: frontdesk-gateway }', '      labels: { app: gateway }'),
    'frontdesk-gateway does not select its own pods',
  ],
  [
    'a probe of a port that nobody named',
    'autoscaler.yaml',
    (text) => text.replace('path: /healthz, port: health', 'path: /healthz, port: http'),
    'frontdesk-autoscaler is probed at http',
  ],
  [
    'a port that nobody listens at',
    'worker.yaml',
    (text) => text.replace('containerPort: 3002', 'containerPort: 3000'),
    'frontdesk-worker does not listen at 3000',
  ],
  [
    'too little time to end in order',
    'gateway.yaml',
    (text) => text.replace('terminationGracePeriodSeconds: 20', 'terminationGracePeriodSeconds: 15'),
    'frontdesk-gateway is killed before it has ended in order',
  ],
  [
    'a container that may become more than it is',
    'web.yaml',
    (text) => text.replace('allowPrivilegeEscalation: false, ', ''),
    'frontdesk-web may do more than it has to',
  ],
  [
    'a job as root',
    'migrate.yaml',
    (text) => text.replace('runAsNonRoot: true, ', ''),
    'frontdesk-migrate may do more than it has to',
  ],
  [
    'an ingress that leads nowhere',
    'examples/ingress.yaml',
    (text) => text.replace('service: { name: frontdesk-gateway', 'service: { name: gateway'),
    'Ingress frontdesk leads to gateway, which is no Service',
  ],
  [
    'a policy for nobody',
    'network-policy.yaml',
    (text) => text.replace('app: frontdesk-worker', 'app: worker'),
    'NetworkPolicy frontdesk-worker selects no pods',
  ],
  [
    'a policy that lets nobody in',
    'network-policy.yaml',
    (text) =>
      text.replace(
        'from: [{ podSelector: { matchLabels: { app: frontdesk-gateway',
        'from: [{ podSelector: { matchLabels: { app: gateway',
      ),
    'NetworkPolicy frontdesk-web selects no pods',
  ],
  [
    'letters without a link',
    'gateway.yaml',
    (text) => text.replace('name: PUBLIC_URL', 'name: PUBLIC'),
    'frontdesk-gateway mails letters without a link to the chat',
  ],
  [
    'a service of nothing',
    'web.yaml',
    (text) => text.replace('selector: { app: frontdesk-web }', 'selector: { app: web }'),
    'Service frontdesk-web selects nothing',
  ],
  [
    'a service that leads nowhere',
    'web.yaml',
    (text) => text.replace('targetPort: http', 'targetPort: https'),
    'leads to the port https, which nobody has',
  ],
  [
    'a worker that says itself how many there are',
    'worker.yaml',
    (text) => text.replace('  strategy:', '  replicas: 2\n  strategy:'),
    'frontdesk-worker and the Deployment both say how many there are',
  ],
  [
    'scaling of nothing',
    'worker-scaling.yaml',
    (text) => text.replace('{ name: frontdesk-worker }', '{ name: worker }'),
    'frontdesk-worker scales worker, which is no Deployment',
  ],
  [
    'limits that differ',
    'worker-scaling.yaml',
    (text) => text.replace('maxReplicaCount: 8', 'maxReplicaCount: 4'),
    'maxReplicaCount is 4, MAX_WORKERS 8',
  ],
  [
    'credentials that are missing',
    'worker-scaling.yaml',
    (text) => text.replace('{ name: frontdesk-scaling }', '{ name: scaling }'),
    'needs the TriggerAuthentication scaling, which is missing',
  ],
])('catches %s', async (...one) => {
  expect((await parseManifests(change(one))).problems.join('\n')).toContain(one[3]);
});

it.each<Case>([
  [
    'a variable that nobody reads',
    'worker.yaml',
    (text) => text.replace('name: THREADS', 'name: THREDS'),
    'worker gets THREDS, which its env.ts does not know',
  ],
  [
    'a required variable that is missing',
    'worker.yaml',
    (text) => text.replace('            - { name: MODEL_DIR, value: /model }\n', ''),
    'worker needs MODEL_DIR, which is not passed',
  ],
  [
    'a value that is wrong',
    'autoscaler.yaml',
    (text) => text.replace('value: "8"', 'value: many'),
    'autoscaler gets a wrong MAX_WORKERS',
  ],
])('catches %s', async (...one) => {
  expect((await check(change(one))).join('\n')).toContain(one[3]);
});
