import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { environmentProblems, readStages, SHUTDOWN_SECONDS } from './compose.mjs';

const folder = join(repository, 'apps/autoscaler/kubernetes');
const VERSIONS = {
  Deployment: 'apps/v1',
  Ingress: 'networking.k8s.io/v1',
  Job: 'batch/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PersistentVolumeClaim: 'v1',
  PodDisruptionBudget: 'policy/v1',
  ScaledObject: 'keda.sh/v1alpha1',
  Service: 'v1',
  TriggerAuthentication: 'keda.sh/v1alpha1',
};

/** @typedef {{ apiVersion: string, kind: string, metadata: any, spec: any }} Manifest */

/**
 * What is wrong with the manifests for Kubernetes, which no test applies: that they parse, that what one names another one
 * has, and that each application gets exactly what its `env.ts` knows and needs.
 *
 * @param {Record<string, string>} [texts] by file name; this repository's unless given
 * @param {typeof environmentProblems} [compare] what reads the `env.ts`; a process of its own unless given
 * @returns {Promise<string[]>} a sentence each
 */
export async function checkKubernetes(texts = readManifests(), compare = environmentProblems) {
  const { manifests, problems } = await parseManifests(texts);
  // What prepares the database runs scripts, which have no env.ts.
  const passed = Object.fromEntries(
    manifests
      .filter(({ kind }) => kind === 'Deployment')
      .map((deployment) => [applicationOf(containerOf(deployment)), environmentOf(containerOf(deployment))]),
  );
  return [...problems, ...(await compare(passed))].map((problem) => `kubernetes: ${problem}`);
}

/**
 * The manifests, and what is wrong with them by themselves.
 *
 * @param {Record<string, string>} texts by file name
 * @returns {Promise<{ manifests: Manifest[], problems: string[] }>} no manifests where one can't be read
 */
export async function parseManifests(texts) {
  const { parseAllDocuments } = await import('yaml');
  const documents = Object.entries(texts).flatMap(([file, text]) =>
    parseAllDocuments(text).map((document) => ({ file, document })),
  );
  const broken = documents.flatMap(({ file, document }) => document.errors.map(({ message }) => `${file}: ${message}`));
  if (broken.length > 0) return { manifests: [], problems: broken };
  /** @type {Manifest[]} */
  const manifests = documents.map(({ document }) => document.toJS());
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
  const problems = [
    ...manifests.flatMap(({ apiVersion, kind, metadata }) =>
      VERSIONS[kind] !== apiVersion || !metadata?.name ? [`${kind} ${metadata?.name} of ${apiVersion} is unknown`] : [],
    ),
    ...manifests.flatMap((manifest) => (templateOf(manifest) ? podProblems(manifest) : [])),
    ...manifests.flatMap((manifest) => selectionProblems(manifest, deployments)),
    ...manifests.flatMap((manifest) => networkProblems(manifest, manifests)),
    ...scalingProblems(manifests, deployments),
  ];
  return { manifests, problems };
}

/** This repository's manifests, those that are examples too, by file name. */
export function readManifests() {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

const templateOf = ({ spec }) => spec?.template;
const containerOf = (manifest) => templateOf(manifest).spec.containers[0];
const applicationOf = ({ image }) => image.split('/').at(-1).split(':')[0];

function podProblems(manifest) {
  const { metadata, spec } = manifest;
  const { metadata: podMetadata, spec: pod } = spec.template;
  const { image, ports = [], lifecycle, ...container } = containerOf(manifest);
  const { name } = metadata;
  const probes = ['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap((probe) => container[probe] ?? []);
  const probed = probes.map(({ httpGet, tcpSocket }) => (httpGet ?? tcpSocket)?.port);
  const isNamed = (variable) => container.env?.some((one) => one.name === variable);
  const listens = environmentOf({ env: container.env }, ['PORT', 'HEALTH_PORT']);
  const pauseSeconds = Number(lifecycle?.preStop.exec.command[1] ?? 0);
  const graceSeconds = pod.terminationGracePeriodSeconds ?? 30;
  return [
    ...(readStages().includes(applicationOf({ image }))
      ? []
      : [`${name} runs ${image}, which is no stage of Dockerfile`]),
    ...(isPartOf(spec.selector?.matchLabels ?? {}, podMetadata?.labels)
      ? []
      : [`${name} does not select its own pods`]),
    ...probed.filter((port) => !ports.some((one) => one.name === port)).map((port) => `${name} is probed at ${port}`),
    ...ports
      .filter(({ containerPort }) => !Object.values(listens).includes(String(containerPort)))
      .map(({ containerPort }) => `${name} does not listen at ${containerPort}`),
    ...(graceSeconds > pauseSeconds + SHUTDOWN_SECONDS ? [] : [`${name} is killed before it has ended in order`]),
    ...(isRestricted(pod, container) ? [] : [`${name} may do more than it has to`]),
    ...(isNamed('SMTP_URL') && !isNamed('PUBLIC_URL') ? [`${name} mails letters without a link to the chat`] : []),
  ];
}

/** As Kubernetes' own standard for pods, "restricted", has it. */
function isRestricted({ securityContext: pod }, { securityContext: container }) {
  return (
    pod?.runAsNonRoot === true &&
    pod.seccompProfile?.type === 'RuntimeDefault' &&
    container?.allowPrivilegeEscalation === false &&
    container.capabilities?.drop?.includes('ALL') === true
  );
}

/** An ingress leads to services, and a policy holds for pods. */
function networkProblems({ kind, metadata, spec }, manifests) {
  if (kind === 'Ingress') {
    const names = manifests.filter((one) => one.kind === 'Service').map((one) => one.metadata.name);
    return spec.rules
      .flatMap(({ http }) => http.paths.map(({ backend }) => backend.service.name))
      .filter((name) => !names.includes(name))
      .map((name) => `Ingress ${metadata.name} leads to ${name}, which is no Service`);
  }
  if (kind !== 'NetworkPolicy') return [];
  const pods = manifests.filter(templateOf).map((one) => ({
    ...templateOf(one).metadata?.labels,
    ...(one.kind === 'Job' && { 'job-name': one.metadata.name }),
  }));
  const near = (spec.ingress ?? []).flatMap(({ from = [] }) => from.flatMap(({ podSelector }) => podSelector ?? []));
  return [spec.podSelector, ...near]
    .filter(({ matchLabels }) => !pods.some((labels) => isPartOf(matchLabels, labels)))
    .map(({ matchLabels }) => `NetworkPolicy ${metadata.name} selects no pods: ${JSON.stringify(matchLabels)}`);
}

/** Services and disruption budgets select pods by label. */
function selectionProblems({ kind, metadata, spec }, deployments) {
  if (kind !== 'Service' && kind !== 'PodDisruptionBudget') return [];
  const labels = spec.selector.matchLabels ?? spec.selector;
  const selected = deployments.filter((deployment) => isPartOf(labels, templateOf(deployment).metadata.labels));
  if (selected.length === 0) return [`${kind} ${metadata.name} selects nothing`];
  const names = selected.flatMap((deployment) => containerOf(deployment).ports.map((port) => port.name));
  return (spec.ports ?? [])
    .filter(({ targetPort }) => !names.includes(targetPort))
    .map(({ targetPort }) => `${kind} ${metadata.name} leads to the port ${targetPort}, which nobody has`);
}

function scalingProblems(manifests, deployments) {
  const limits = deployments
    .map(containerOf)
    .filter((container) => applicationOf(container) === 'autoscaler')
    .map((container) => environmentOf(container));
  return manifests
    .filter(({ kind }) => kind === 'ScaledObject')
    .flatMap(({ metadata: { name }, spec }) => {
      const target = deployments.find(({ metadata }) => metadata.name === spec.scaleTargetRef.name);
      const unknown = spec.triggers
        .map(({ authenticationRef }) => authenticationRef.name)
        .filter(
          (it) => !manifests.some(({ kind, metadata }) => kind === 'TriggerAuthentication' && metadata.name === it),
        );
      return [
        ...(target ? [] : [`${name} scales ${spec.scaleTargetRef.name}, which is no Deployment`]),
        ...(target?.spec.replicas === undefined ? [] : [`${name} and the Deployment both say how many there are`]),
        ...unknown.map((it) => `${name} needs the TriggerAuthentication ${it}, which is missing`),
        ...limits
          .filter((limit) => Number(limit.MIN_WORKERS) !== spec.minReplicaCount)
          .map(({ MIN_WORKERS }) => `minReplicaCount is ${spec.minReplicaCount}, MIN_WORKERS ${MIN_WORKERS}`),
        ...limits
          .filter((limit) => Number(limit.MAX_WORKERS) !== spec.maxReplicaCount)
          .map(({ MAX_WORKERS }) => `maxReplicaCount is ${spec.maxReplicaCount}, MAX_WORKERS ${MAX_WORKERS}`),
      ];
    });
}

function isPartOf(part, whole = {}) {
  return Object.entries(part).every(([name, value]) => whole[name] === value);
}

/** What is filled in by the cluster has a stand-in. */
function environmentOf({ env = [] }, names = env.map(({ name }) => name)) {
  const addresses = {
    ...{ DATABASE_URL: 'postgresql://stand-in/stand-in', REDIS_URL: 'redis://stand-in' },
    ...{ SMTP_URL: 'smtps://stand-in', MAIL_FROM: 'stand-in@frontdesk.example', PUBLIC_URL: 'https://stand-in' },
  };
  const standIn = (name) => addresses[name] ?? 'x'.repeat(64);
  return Object.fromEntries(
    env
      .filter(({ name }) => names.includes(name))
      .map(({ name, value, valueFrom }) => [name, valueFrom ? standIn(name) : value]),
  );
}
