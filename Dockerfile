# One file for all parts: each is a stage, named in docker-compose.yml.

FROM node:24-trixie-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

# Fetches the models and converts the language model, so that a container starts without a download.
FROM build AS model
RUN apt-get update && apt-get install --yes --no-install-recommends python3-pip
RUN FRONTDESK_CACHE=/cache npx tsx packages/models/src/cli.ts prepare \
    && mv "$(ls -d /cache/models/*/)" /model \
    && FRONTDESK_CACHE=/cache npx tsx packages/models/src/cli.ts prepare-embedding \
    && mv "$(ls -d /cache/models/*/)" /embedding-model

# The same for an NVIDIA GPU: the language model in 16 bits, and ONNX Runtime with CUDA (1.3 GB to fetch). Needs no GPU.
FROM build AS cuda
RUN apt-get update && apt-get install --yes --no-install-recommends python3-pip
RUN FRONTDESK_CACHE=/cache npx tsx packages/models/src/cli.ts prepare --half \
    && mv "$(ls -d /cache/models/*/)" /model \
    && FRONTDESK_CACHE=/cache npx tsx packages/models/src/cli.ts prepare-cuda \
    && mv "$(ls -d /cache/cuda/*/)" /cuda

# Next (with its compilers and sharp) and Playwright stay behind npm: they are optional peers of better-auth's, and no server loads them.
FROM build AS production
RUN npm prune --omit=dev \
    && cd node_modules && rm -rf next @next sharp @img @playwright playwright playwright-core

FROM build AS migrate
# Who upgrades in a container is told how to go back from there.
ENV FRONTDESK_IMAGE=migrate
# A volume takes its owner from here: gateways write there, and are no root.
RUN mkdir --mode=700 /uploads && chown node:node /uploads
CMD ["node", "scripts/prepare-database.mjs"]

FROM node:24-trixie-slim AS gateway
WORKDIR /app
ENV NODE_ENV=production
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/apps/widget/dist apps/widget/dist
COPY --from=build /app/apps/gateway/dist apps/gateway/dist
COPY --from=build /app/apps/gateway/package.json apps/gateway/package.json
RUN mkdir --mode=700 /uploads && chown node:node /uploads
USER node
CMD ["node", "--enable-source-maps", "apps/gateway/dist/main.js"]

FROM node:24-trixie-slim AS worker-code
WORKDIR /app
ENV NODE_ENV=production
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/apps/worker/dist apps/worker/dist
COPY --from=build /app/apps/worker/package.json apps/worker/package.json
COPY --from=model /embedding-model /embedding-model
USER node
CMD ["node", "--enable-source-maps", "apps/worker/dist/main.js"]

FROM worker-code AS worker
COPY --from=model /model /model

# Not made of `worker`: COPY merges folders, and would leave that model's other graphs beside this one.
# The driver's own library, libcuda.so.1, comes from the host: NVIDIA's container toolkit puts it here.
FROM worker-code AS worker-gpu
ENV CUDA_DIR=/cuda LD_LIBRARY_PATH=/cuda NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=cuda /model /model
COPY --from=cuda /cuda /cuda

FROM node:24-trixie-slim AS autoscaler
WORKDIR /app
ENV NODE_ENV=production
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/apps/autoscaler/dist apps/autoscaler/dist
COPY --from=build /app/apps/autoscaler/package.json apps/autoscaler/package.json
USER node
CMD ["node", "--enable-source-maps", "apps/autoscaler/dist/main.js"]

FROM caddy:2 AS proxy
COPY scripts/proxy/Caddyfile /etc/caddy/Caddyfile

FROM node:24-trixie-slim AS web
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/apps/web/.next/standalone .
USER node
CMD ["node", "apps/web/server.js"]
