import { ask, type Answer } from './ask';
import type { LiveRegion } from './live-region';
import { photosInTheWay } from './photos';
import { focusPart } from './place-kept';
import { say } from './say';

/** A form that left the page has either brought another page by now, or was stopped and may be sent again. */
const leavingMaxMs = 8_000;

/** Takes over the forms of the page. */
export function takeForms(): void {
  document.addEventListener('submit', sent);
  // Back from the next page: the form is as it was, and may be sent again.
  window.addEventListener('pageshow', () => document.querySelectorAll<HTMLElement>('form[data-sending]').forEach(release));
}

/**
 * Sends the forms of a live region without leaving the page, so that a list stays where it is. A form that is wrong is
 * shown as the server rendered it; without scripts the same forms work as forms.
 */
function sent(event: Event): void {
  const form = event.target as HTMLFormElement;
  const submitter = (event as SubmitEvent).submitter as HTMLButtonElement | null;
  if (form.method !== 'post') {
    return;
  }
  if (form.dataset['sending'] !== undefined) {
    // The second tap of two.
    event.preventDefault();
    return;
  }
  const photos = photosInTheWay(form);
  if (photos !== null) {
    event.preventDefault();
    if (photos) {
      form.dataset['sending'] = '';
      submitter?.setAttribute('aria-busy', 'true');
      void photos.then(() => {
        submitter?.removeAttribute('aria-busy');
        release(form);
        form.requestSubmit(submitter);
      });
    }
    return;
  }
  form.dataset['sending'] = '';
  const region = form.closest<LiveRegion>('live-region');
  if (form.hasAttribute('data-stay') && region) {
    event.preventDefault();
    void stay(form, submitter, region);
  } else {
    // Sent twice it is done once: its key is the same.
    setTimeout(() => release(form), leavingMaxMs);
  }
}

async function stay(form: HTMLFormElement, button: HTMLButtonElement | null, region: LiveRegion): Promise<void> {
  button?.setAttribute('aria-busy', 'true');
  tell(form, null);
  try {
    const body = new URLSearchParams();
    // Files were sent when they were chosen and stand in the form by their names.
    new FormData(form, button).forEach((value, name) => typeof value === 'string' && body.append(name, value));
    const answer = await ask(form.action, { method: 'POST', body });
    if (answer.isOk && answer.isRedirected) {
      done(form, region);
    } else if (answer.status >= 500 || answer.status === 429) {
      tell(form, 'failed');
    } else {
      show(answer);
    }
  } catch {
    // Nobody knows whether it arrived. The same key goes again: it happens once.
    tell(form, 'unanswered');
  } finally {
    button?.removeAttribute('aria-busy');
    release(form);
  }
}

function release(form: HTMLElement): void {
  delete form.dataset['sending'];
}

/** Says beside the button what became of it, in the words that the page brings; null for nothing. */
function tell(form: HTMLFormElement, what: 'unanswered' | 'failed' | null): void {
  const message = form.querySelector<HTMLElement>('[data-unsent]');
  if (message) {
    message.hidden = what === null;
    message.textContent = what === null ? '' : message.dataset[what]!;
    say(message.textContent);
  }
}

/** It was done: the form is fresh, whoever sent it stays where they are and hears of it. */
function done(form: HTMLFormElement, region: LiveRegion): void {
  form.reset();
  const key = form.querySelector<HTMLInputElement>('input[name=_key]');
  if (key) {
    // What is sent next is another wish.
    key.value = freshKey();
  }
  const details = form.closest('details');
  if (details) {
    details.open = false;
  }
  focusPart(form.closest('[data-key]') ?? region);
  say(form.dataset['done'] ?? '');
  region.refresh();
}

/** As good as the server's own; browsers give randomUUID to secure pages only. */
function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

function show(answer: Answer): void {
  const page = new DOMParser().parseFromString(answer.html, 'text/html');
  const main = page.querySelector('main');
  if (!main) {
    location.reload();
    return;
  }
  history.pushState(null, '', answer.address);
  isReplaced = true;
  document.title = page.title;
  document.querySelector('main')!.replaceWith(document.importNode(main, true));
  focusProblem();
}

// What stood here before was replaced in place: going back fetches it.
let isReplaced = false;
window.addEventListener('popstate', () => {
  if (isReplaced) {
    location.reload();
  }
});

/** A link within the page takes the focus along: to the content, or to the field that is wrong. */
document.addEventListener('click', event => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
  document.getElementById(link?.hash.slice(1) ?? '')?.focus();
});

/** What went wrong is read first. */
export function focusProblem(): void {
  document.querySelector<HTMLElement>('[data-problem]')?.focus();
}
