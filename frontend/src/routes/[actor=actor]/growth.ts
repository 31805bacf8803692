import type { InteractionType } from '@orrery/shared/interaction'

/** An interaction that came, or with -1 was taken back, as the API tells it. */
export type LiveChange = {
  partner: string | null
  type: InteractionType
  direction: 'sent' | 'received'
  by: 1 | -1
  at: string
}

export type GrowthState = 'connecting' | 'live' | 'paused'

export type Growth = {
  onChange: (change: LiveChange) => void
  onState: (state: GrowthState) => void
}

/** Browsers do not come back by themselves to who refused them. */
const REFUSED_MS = 15_000

/**
 * Follows an account for as long as the page is looked at. Browsers come back by themselves and say how
 * far they were; whoever looks at the page again begins where it was left.
 * @param address where the events come from
 * @returns what ends it
 */
export function followGrowth(address: string, { onChange, onState }: Growth): () => void {
  let source: EventSource | undefined
  let reached = ''
  let waiting: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    onState('connecting')
    source = new EventSource(reached ? `${address}?after=${encodeURIComponent(reached)}` : address)
    source.onopen = () => onState('live')
    source.onerror = () => {
      onState('connecting')
      if (source?.readyState === EventSource.CLOSED) waiting = setTimeout(open, REFUSED_MS)
    }
    source.addEventListener('snapshot', remember)
    source.addEventListener('change', (event) => {
      remember(event)
      onChange(JSON.parse(event.data) as LiveChange)
    })
  }

  function remember({ lastEventId }: MessageEvent): void {
    if (lastEventId) reached = lastEventId
  }

  function close(): void {
    clearTimeout(waiting)
    source?.close()
    source = undefined
  }

  function onVisibility(): void {
    close()
    if (document.hidden) onState('paused')
    else open()
  }

  document.addEventListener('visibilitychange', onVisibility)
  onVisibility()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    close()
  }
}
