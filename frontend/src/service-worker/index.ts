import { version } from '$app/env'
import { self } from '$app/service-worker'

const CACHE = `offline-${version}`
const PAGE = '/offline'

/**
 * Keeps one page, the same for everybody, and shows it where a page of the site cannot be had. All
 * else goes to the network as if there were no such worker.
 */
self.addEventListener('install', (event) => {
  event.waitUntil(keepPage())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode !== 'navigate' || request.method !== 'GET') return
  event.respondWith(fetch(request).catch(() => keptPage()))
})

async function keepPage(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.add(new Request(PAGE, { cache: 'reload' }))
  await self.skipWaiting()
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function keptPage(): Promise<Response> {
  return (await caches.match(PAGE)) ?? Response.error()
}
