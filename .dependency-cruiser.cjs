// The direction of imports, as the README of each package says: applications import packages, never each other; the browser's
// side never reaches the server's; the engine knows nothing of the product.

const browserSide = ['^apps/(web|widget)/', '^packages/chat/'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Types may know each other; code that runs at import may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'applications-apart',
      comment: 'An application imports packages, never another application.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'packages-below-applications',
      comment: 'A package imports no application.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|e2e)/' },
    },
    {
      name: 'packages-through-the-front-door',
      comment: 'What a package shows is in its exports; its files are its own.',
      severity: 'error',
      from: { path: '^(apps|packages)/([^/]+)/' },
      // By its name one gets what it exports; a path across the border is always inside.
      to: { path: '^packages/[^/]+/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'protocol-is-the-ground',
      comment: 'What crosses a process depends on zod/mini alone: the widget loads it too.',
      severity: 'error',
      from: { path: '^packages/protocol/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^packages/protocol/', '^node_modules/zod/(v4/)?mini/'] },
    },
    {
      name: 'engine-knows-no-product',
      comment: 'The engine takes token ids and gives token ids.',
      severity: 'error',
      from: { path: '^packages/engine/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/engine/' },
    },
    {
      name: 'scaling-only-decides',
      comment: 'Policies are functions of what they are given: gateway, autoscaler and simulator run the very same.',
      severity: 'error',
      from: { path: '^packages/scaling/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/(scaling|protocol)/' },
    },
    {
      name: 'knowledge-stores-nothing',
      comment:
        'Documents in, passages out: store and queue are the application’s to bring. Only what runs the embedding model, the reader of messages and the judge knows them.',
      severity: 'error',
      from: {
        path: '^packages/knowledge/src/',
        pathNot: [
          '\\.test\\.ts$',
          '^packages/knowledge/src/retrieval/(embedder|message-reader|judge|pair-reader|reader-outputs)\\.ts$',
        ],
      },
      to: { path: '^(apps|packages)/', pathNot: '^packages/(knowledge|protocol)/' },
    },
    {
      name: 'browser-talks-to-the-gateway',
      comment: 'Web, widget and chat know the protocol, not what is behind the gateway.',
      severity: 'error',
      from: { path: browserSide },
      to: { path: '^packages/', pathNot: ['^packages/(protocol|chat)/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The oracle has a lock file of its own and is installed by the command that needs it.
    exclude: { path: ['(^|/)(dist|generated|\\.next|\\.turbo)/', '^packages/models/oracle/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
