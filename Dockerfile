# One image for all five processes; which of them a container is, its command says:
#   docker run … orrery indexer/main.ts
# docker compose --profile all up -d starts all of them, and Redis.

FROM node:24-bookworm-slim AS manifests
WORKDIR /orrery
COPY package.json package-lock.json ./
COPY shared/package.json shared/
COPY firehose/package.json firehose/
COPY indexer/package.json indexer/
COPY scheduler/package.json scheduler/
COPY api/package.json api/
COPY frontend/package.json frontend/

FROM manifests AS site
RUN npm ci --ignore-scripts
COPY shared shared
COPY frontend frontend
RUN npm run build

# What runs needs neither the tools of the root, nor its Node: the image has its own.
FROM manifests AS packages
RUN npm ci --ignore-scripts --omit=dev --workspaces

FROM node:24-bookworm-slim
ENV NODE_ENV=production METRICS_PORT=9400
WORKDIR /orrery
COPY --from=packages /orrery ./
COPY shared shared
COPY firehose firehose
COPY indexer indexer
COPY scheduler scheduler
COPY api api
COPY frontend/main.ts frontend/metrics.ts frontend/
COPY --from=site /orrery/frontend/build frontend/build
COPY ops/container-health.mjs ops/
USER node
ENTRYPOINT ["node"]
CMD ["api/main.ts"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "ops/container-health.mjs"]
