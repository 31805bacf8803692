type Control = HTMLInputElement | HTMLSelectElement

const isControl = (target: EventTarget | null): target is Control =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement

/**
 * Notes what is typed, chosen and pressed while nobody listens yet.
 * @returns what lets `bring` make somebody listen: all stands as it stood, and what happened is told
 */
export function catchChanges(container: HTMLElement): (bring: () => void) => void {
  const caught = new Map<string, () => void>()

  function onedit({ type, target }: Event): void {
    if (isControl(target)) {
      caught.set(type, () => target.dispatchEvent(new Event(type, { bubbles: true })))
    }
  }

  function onclick({ target }: Event): void {
    const button = target instanceof Element && target.closest('button')
    if (button && button.type === 'button') caught.set('click', () => button.click())
  }

  container.addEventListener('input', onedit)
  container.addEventListener('change', onedit)
  container.addEventListener('click', onclick)
  return (bring) => {
    container.removeEventListener('input', onedit)
    container.removeEventListener('change', onedit)
    container.removeEventListener('click', onclick)
    const restore = stateOf(container)
    bring()
    restore()
    for (const tell of caught.values()) tell()
  }
}

/** What is typed, chosen and open. */
function stateOf(container: HTMLElement): () => void {
  const controls = Array.from(container.querySelectorAll<Control>('input, select'), (control) => ({
    control,
    value: control.value,
    checked: control instanceof HTMLInputElement && control.checked,
  }))
  const details = Array.from(
    container.querySelectorAll('details'),
    (each) => [each, each.open] as const,
  )
  return () => {
    for (const { control, value, checked } of controls) {
      if (control.value !== value) control.value = value
      if (control instanceof HTMLInputElement) control.checked = checked
    }
    for (const [each, open] of details) each.open = open
  }
}
