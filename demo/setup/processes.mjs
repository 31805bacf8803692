import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { node } from './project.mjs'
import { root, SetupError } from './system.mjs'

/**
 * @typedef {{ name: string, script: string, parameters?: string[], env?: NodeJS.ProcessEnv }} Program
 * @typedef {{ start(program: Program): void, failure: Promise<never>, stop(): Promise<void> }} Processes
 */

const PATIENCE = 5000

/**
 * Processes that live and end together, each with a log file of its own in the folder.
 * `failure` rejects with a sentence when one of them ends by itself.
 * @param {string} folder
 * @returns {Processes}
 */
export function openProcesses(folder) {
  mkdirSync(folder, { recursive: true })
  /** @type {Map<string, { kill: (signal: NodeJS.Signals) => void, ended: Promise<void> }>} */
  const running = new Map()
  let stopping = false
  /** @type {(reason: Error) => void} */
  let fail = () => {}
  /** @type {Promise<never>} */
  const failure = new Promise((_, reject) => {
    fail = reject
  })
  failure.catch(() => {})

  return {
    failure,
    start({ name, script, parameters = [], env = {} }) {
      const log = join(folder, `${name}.log`)
      const child = spawn(node, [script, ...parameters], {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'production', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        // Out of the terminal's process group, so that Ctrl-C reaches them in our order.
        detached: true,
      })
      const file = createWriteStream(log)
      child.stdout.pipe(file, { end: false })
      child.stderr.pipe(file, { end: false })
      const ended = new Promise((/** @type {(value: void) => void} */ resolve) => {
        child.on('exit', (code, signal) => {
          running.delete(name)
          resolve()
          if (stopping) return
          const words = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n')
          fail(new SetupError(`${name} ended (${signal ?? code}). The end of ${log}:\n${words}`))
        })
      })
      running.set(name, { kill: (signal) => child.kill(signal), ended })
    },
    async stop() {
      stopping = true
      const all = Array.from(running.values())
      for (const { kill } of all) kill('SIGTERM')
      const late = setTimeout(() => {
        for (const { kill } of running.values()) kill('SIGKILL')
      }, PATIENCE)
      await Promise.all(all.map(({ ended }) => ended))
      clearTimeout(late)
    },
  }
}
