import type { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Feed } from './event-feed.ts'
import type { Audience, Receiver } from './fan-out.ts'
import {
  areReached,
  comparePlaces,
  cursorText,
  latestOf,
  type Place,
  placeText,
} from './live-cursor.ts'
import { type Filter, isWanted } from './subscribe-filter.ts'
import {
  cursorOf,
  type Farewell,
  farewellOf,
  gapOf,
  messageOf,
  placeOf,
  type Told,
  toldIn,
} from './subscribe-message.ts'
import type { Beginning } from './subscribe-parameters.ts'

/** Bytes that may wait for a client before it is told at its own pace. */
const MOST_WAITING = 262_144
const ENTRIES_AT_ONCE = 50
/** Messages of so many milliseconds go out in one write. */
const GATHERING = 10
const TEXT = { binary: false } as const

const TOO_SLOW: Farewell = {
  error: 'TooSlow',
  message: 'Links come faster than they are read here; come back with the cursor.',
}

/** What a client is told from. */
type Sources = { audience: Audience; feed: Feed }

/**
 * A client of the WebSocket. It is live, told of each link as it comes, or behind: then it is told out
 * of the recent entries as fast as it reads until it has caught up. What it is told is the same,
 * without gap or repetition, however often it changes between the two.
 */
export class Subscriber implements Receiver {
  /** Whether it has answered the last ping. */
  answered = true
  readonly socket: WebSocket
  readonly #stream: Duplex
  #filter: Filter
  #sources: Sources | undefined
  #isLive = false
  #isClosed = false
  #isCorked = false
  /** What comes up to these places was told before. */
  #after: Place[] | undefined
  /** Where it is while it is behind. */
  #cursor: string | undefined

  constructor(socket: WebSocket, stream: Duplex, filter: Filter) {
    this.socket = socket
    this.#stream = stream
    this.#filter = filter
  }

  get filter(): Filter {
    return this.#filter
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  set filter(filter: Filter) {
    const wasLive = this.#isLive
    this.#leaveAudience()
    this.#filter = filter
    if (wasLive) this.#goLive()
  }

  /** Without a beginning it is told what comes next. */
  begin(sources: Sources, beginning?: Beginning): void {
    if (this.#isClosed) return
    this.#sources = sources
    if (beginning === undefined) {
      this.#goLive()
      return
    }
    const { places, cursor } = beginning
    if (!sources.feed.recent.covers(places)) this.#send(gapOf(cursor))
    this.#after = places
    this.#cursor = cursor
    void this.#catchUp(sources, sources.feed.recent.first)
  }

  tell(message: Buffer, told: Told): void {
    if (this.#after && areReached(this.#after, told.entry.reached)) this.#after = undefined
    if (this.#isBefore(told)) return
    this.#send(this.#after ? messageOf(told, 'live', this.#after) : message)
    if (this.#sources === undefined || this.socket.bufferedAmount <= MOST_WAITING) return
    const { partition, reached, number } = told.entry
    this.#cursor = cursorOf(told, this.#after)
    this.#after = latestOf(reached, this.#after ?? reached).with(partition, placeOf(told))
    this.#leaveAudience()
    void this.#catchUp(this.#sources, number)
  }

  /** Says that something is missing. */
  tellGap(): void {
    if (this.#isLive) this.#send(gapOf(this.#cursorNow() ?? ''))
  }

  /** Says why, and ends the connection when that has gone out. */
  close(code: number, farewell: Farewell): void {
    if (this.#isClosed) return
    this.#send(farewellOf({ ...farewell, cursor: this.#cursorNow() }))
    this.flush()
    this.leave()
    this.socket.close(code)
  }

  /** For when the connection is gone. */
  leave(): void {
    this.#isClosed = true
    this.#leaveAudience()
  }

  #cursorNow(): string | undefined {
    if (!this.#isLive || !this.#sources) return this.#cursor
    const reached = this.#sources.audience.reached()
    return cursorText(latestOf(reached, this.#after ?? reached).map(placeText))
  }

  flush(): void {
    if (!this.#isCorked) return
    this.#isCorked = false
    this.#stream.uncork()
  }

  /** Ends in the audience without an await after the last look at what is next, so nothing is lost. */
  async #catchUp({ audience, feed }: Sources, first: number): Promise<void> {
    for (let number = first; number < audience.next(); number++) {
      const entry = feed.recent.at(number)
      if (entry === undefined) return this.close(1013, TOO_SLOW)
      for (const told of toldIn(entry, feed.optedOut(), audience.later)) {
        if (this.#isBefore(told) || !isWanted(this.#filter, told)) continue
        await this.#sendInTime(messageOf(told, 'replay', this.#after))
        if (this.#isClosed) return
        this.#cursor = cursorOf(told, this.#after)
      }
      if (number % ENTRIES_AT_ONCE === 0) await nextTurn()
      if (this.#isClosed) return
    }
    this.#goLive()
  }

  #goLive(): void {
    this.#sources?.audience.index.add(this, this.#filter)
    this.#isLive = true
    this.#cursor = undefined
  }

  #leaveAudience(): void {
    if (this.#isLive) this.#sources?.audience.index.remove(this, this.#filter)
    this.#isLive = false
  }

  #isBefore(told: Told): boolean {
    const after = this.#after?.[told.entry.partition]
    return after !== undefined && comparePlaces(placeOf(told), after) <= 0
  }

  #send(message: Buffer | string, sent?: () => void): void {
    if (!this.#isCorked) {
      this.#isCorked = true
      this.#stream.cork()
      flushSoon(this)
    }
    this.socket.send(message, TEXT, sent)
  }

  /** Where much waits for the client already, this resolves when it has taken all. */
  async #sendInTime(message: Buffer): Promise<void> {
    if (this.socket.bufferedAmount <= MOST_WAITING) return this.#send(message)
    await new Promise<void>((resolve) => this.#send(message, resolve))
  }
}

const unflushed: Subscriber[] = []

function flushSoon(subscriber: Subscriber): void {
  if (unflushed.push(subscriber) > 1) return
  setTimeout(() => {
    for (const each of unflushed.splice(0)) each.flush()
  }, GATHERING)
}
