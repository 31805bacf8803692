/**
 * Takes pictures out of a drawn circle that do not load, so that their placeholders show: Chromium
 * draws a sign of its own over them. For a container whose markup may be drawn anew.
 */
export function hideBrokenAvatars(container: HTMLElement): () => void {
  const hide = ({ target }: Event) => {
    if (target instanceof SVGImageElement) target.remove()
  }
  container.addEventListener('error', hide, true)
  for (const picture of container.querySelectorAll('image')) {
    // What failed before the page came to life raises no event any more, so it is asked for again.
    const probe = new Image()
    probe.onerror = () => picture.remove()
    probe.src = picture.href.baseVal
  }
  return () => container.removeEventListener('error', hide, true)
}
