import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'services',
          include: ['{shared,firehose,indexer,scheduler,api,chaos,demo,doctor}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      './frontend',
      {
        test: {
          name: 'end-to-end',
          include: ['test/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
