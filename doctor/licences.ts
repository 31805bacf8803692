import { z } from 'zod'

/** What package-lock.json tells of a package; the root and links to workspaces tell no version. */
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      license: z.unknown().optional(),
    }),
  ),
})

export type Package = { name: string; version: string; licence: string; dev: boolean }

/** Licences under which packages may come, and what they ask of who runs or passes on Orrery. */
export const ALLOWED: Record<string, string> = {
  MIT: 'keep its notice',
  ISC: 'keep its notice',
  '0BSD': 'nothing',
  'BSD-2-Clause': 'keep its notice',
  'BSD-3-Clause': 'keep its notice, and do not advertise with its authors',
  'Apache-2.0': 'keep its notices',
  'Python-2.0': 'keep its notice',
  'MIT AND OFL-1.1': 'fonts: keep the notice, do not sell them by themselves',
  'MIT OR Apache-2.0': 'as MIT',
  'Apache-2.0 OR MIT': 'as MIT',
  'MIT OR Public Domain': 'nothing',
  'MPL-2.0': 'pass on the source of these files where they were changed; they are not',
  'LGPL-3.0-or-later':
    'libraries that are loaded beside the program and can be replaced: they may be used as they are',
  'Apache-2.0 AND LGPL-3.0-or-later': 'as LGPL',
  'Apache-2.0 AND LGPL-3.0-or-later AND MIT': 'as LGPL',
  'AGPL-3.0':
    'a program of its own that starts the others, unchanged; no code of Orrery is part of it. The units in `ops/systemd` do without it',
}

/** Where the lock file says nothing, or says it in another way: as the package itself has it. */
const TOLD_OTHERWISE: Record<string, string> = {
  'cli-tableau': 'MIT',
  tv4: 'MIT OR Public Domain',
  '@pm2/js-api': 'Apache-2.0',
}

/** The packages of a package-lock.json by name, without those of the project itself. */
export function packagesIn(lockFile: unknown): Package[] {
  const packages = Object.entries(lock.parse(lockFile).packages).flatMap(([path, entry]) => {
    const [, name] = /.*node_modules\/(.+)$/.exec(path) ?? []
    if (!name || entry.link || !entry.version) return []
    const told = typeof entry.license === 'string' ? entry.license : 'none told'
    const licence = TOLD_OTHERWISE[name] ?? told
    return [{ name, version: entry.version, licence, dev: entry.dev ?? false }]
  })
  return packages.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
}

export function nameOf({ name, version }: Package): string {
  return `${name} ${version}`
}

/** The page of docs/licences.md. */
export function licencePage(packages: Package[]): string {
  const sections = Object.entries(ALLOWED).flatMap(([licence, duty]) => {
    const under = packages.filter((each) => each.licence === licence)
    return under.length === 0 ? [] : [`## ${licence}\n\nAsks: ${duty}.`, ...listsOf(under)]
  })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}

function listsOf(packages: Package[]): string[] {
  const parts = [
    ['', packages.filter(({ dev }) => !dev)],
    [
      'With the development packages, of which a few are built into the site: ',
      packages.filter(({ dev }) => dev),
    ],
  ] as const
  return parts.flatMap(([lead, some]) => {
    const names = [...new Set(some.map(nameOf))]
    return names.length === 0 ? [] : [`${lead}${names.join(', ')}.`]
  })
}

const HEAD = `# Licences

Orrery is under the MIT licence ([LICENSE](../LICENSE)). These are the packages that it comes with, as
\`package-lock.json\` has them, on all platforms together. \`npm run licences\` writes this page, and a test
holds it to the lock file and to the licences that are allowed (\`doctor/licences.ts\`).

Redis is no part of it: up to 7.2 it is under BSD-3-Clause, 7.4 under RSALv2 or SSPLv1, from 8.0 on also
under AGPL-3.0; Valkey is under BSD-3-Clause. To run one of them unchanged beside Orrery asks nothing.`
