/** Tells those who listen to the page what became of what they did; who looks at it sees it. */
export function say(words: string): void {
  const place = document.querySelector('[data-said]');
  if (place) {
    // The same words twice are heard twice only when they were gone in between.
    place.textContent = '';
    setTimeout(() => (place.textContent = words), 50);
  }
}
