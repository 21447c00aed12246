import type { FastifyInstance } from 'fastify';

/**
 * Lets pages of every origin ask and read at the routes of `scope`, of which `paths` take JSON: no cookie counts there, and
 * each request is checked against its own site. A page that is refused can so read why, which its owner wants to know.
 */
export function answerAllOrigins(scope: FastifyInstance, paths: readonly string[]): void {
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*');
  });
  for (const path of paths) {
    scope.options(path, async (_request, reply) =>
      reply
        .code(204)
        .header('access-control-allow-methods', 'POST')
        .header('access-control-allow-headers', 'content-type')
        .header('access-control-max-age', '600')
        .send(),
    );
  }
}
