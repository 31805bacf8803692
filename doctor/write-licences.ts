import { readFileSync, writeFileSync } from 'node:fs'
import { licencePage, packagesIn } from './licences.ts'

const fileOf = (path: string) => new URL(`../${path}`, import.meta.url)

const lockFile = JSON.parse(readFileSync(fileOf('package-lock.json'), 'utf8'))
writeFileSync(fileOf('docs/licences.md'), licencePage(packagesIn(lockFile)))
