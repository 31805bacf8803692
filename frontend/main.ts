import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'

const built = new URL('./build/index.js', import.meta.url)

if (!existsSync(built)) {
  process.stderr.write('The site is not built yet: run `npm run build` first.\n')
  process.exit(1)
}

// The built server reads these when it is loaded; its own defaults would face the world.
process.env.HOST ||= '127.0.0.1'
process.env.PORT ||= '3000'
process.env.SHUTDOWN_TIMEOUT ||= '3'

const { server }: { server: Server } = await import(built.href)
if (!server.listening) await once(server, 'listening')
process.send?.('ready')
