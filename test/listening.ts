import { readdir, readFile, readlink } from 'node:fs/promises'

/** The state of a socket that listens, in /proc/net/tcp. */
const LISTEN = '0A'

/** Addresses, as `127.0.0.1:3001`, at which a process listens by TCP; of Linux alone. */
export async function listeningAddresses(process: number): Promise<string[]> {
  const folder = `/proc/${process}/fd`
  const links = (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => ''))
  const sockets = new Set(await Promise.all(links))
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${process}/net/${name}`, 'utf8')),
  )
  return tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      return state === LISTEN && sockets.has(`socket:[${inode}]`) ? [addressOf(local)] : []
    }),
  )
}

/** Of four bytes in the order of the machine, which is the wrong way around, or of sixteen. */
function addressOf(hexadecimal: string): string {
  const [address = '', port = ''] = hexadecimal.split(':')
  const shown =
    address.length === 8 ? [...Buffer.from(address, 'hex')].reverse().join('.') : `[${address}]`
  return `${shown}:${Number.parseInt(port, 16)}`
}
