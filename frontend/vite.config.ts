import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** So many entries of the script (pages are some of them) make a module one that is shared. */
const SHARED_BY = 6

/**
 * Puts what most pages load into one file: of many small ones each is compressed by itself, which is
 * 3 kB more for the page of an account.
 */
const oneSharedFile: Plugin = {
  name: 'one-shared-file',
  config: () => ({
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              codeSplitting: {
                groups: [
                  {
                    name: 'shared',
                    test: /\/(frontend\/src\/lib|shared|node_modules)\//,
                    minShareCount: SHARED_BY,
                  },
                ],
              },
            },
          },
        },
      },
    },
  }),
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    sveltekit({
      adapter: adapter(),
      csp: {
        directives: {
          'default-src': ['self'],
          'img-src': ['self', 'data:'],
          'style-src': ['self', 'unsafe-inline'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['self'],
          'object-src': ['none'],
        },
      },
    }),
    oneSharedFile,
  ],
  test: { name: 'frontend', include: ['src/**/*.test.ts'] },
})
