/** What this needs of a BroadcastChannel. */
export interface Tabs {
  postMessage(who: string): void;
  onmessage: ((message: MessageEvent) => void) | null;
}

/**
 * Tells the other tabs of this browser when nobody is signed in any more, or somebody else is: their connections were
 * opened by who was signed in before. A page that says what went wrong may not know who looks at it (`who` is missing
 * then): it tells them nothing.
 */
export function shareSession(who: string | undefined, tabs: Tabs, signedOut: () => void): void {
  if (who === undefined) {
    return;
  }
  tabs.postMessage(who);
  tabs.onmessage = ({ data }) => {
    if (who !== '' && data !== who) {
      signedOut();
    }
  };
}
