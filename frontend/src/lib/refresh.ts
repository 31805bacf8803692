import { onMount } from 'svelte'
import { invalidateAll } from '$app/navigation'

/** Reads the data of the page again and again, as long as somebody may see it. */
export function refreshEvery(milliseconds: number): void {
  onMount(() => {
    const timer = setInterval(() => {
      if (!document.hidden && navigator.onLine) void invalidateAll()
    }, milliseconds)
    return () => clearInterval(timer)
  })
}
