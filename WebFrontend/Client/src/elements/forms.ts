import type {} from './live-region';

/**
 * Sends the forms of a live region without leaving the page, so that a list stays where it is. Any answer that is not
 * a plain success is shown as the server rendered it; without scripts the same forms work as forms.
 */
document.addEventListener('submit', event => {
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
  form.dataset['sending'] = '';
  const region = form.closest('live-region') as (HTMLElement & { refresh(): void }) | null;
  if (form.hasAttribute('data-stay') && region) {
    event.preventDefault();
    void stay(form, submitter, region);
  }
});

// Back from the next page: the form is as it was, and may be sent again.
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sending]').forEach(form => form.removeAttribute('data-sending'));
});

async function stay(form: HTMLFormElement, button: HTMLButtonElement | null, region: { refresh(): void }): Promise<void> {
  button?.setAttribute('aria-busy', 'true');
  try {
    const body = new URLSearchParams();
    new FormData(form, button).forEach((value, name) => body.append(name, value as string));
    const response = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
    if (response.ok && response.redirected) {
      form.reset();
      (document.activeElement as HTMLElement | null)?.blur();
      region.refresh();
    } else {
      await show(response);
    }
  } catch {
    // Nobody knows whether it arrived. The same key goes again: it happens once.
    form.removeAttribute('data-stay');
    form.removeAttribute('data-sending');
    const message = form.querySelector<HTMLElement>('[data-unsent]');
    if (message) {
      message.hidden = false;
    }
  } finally {
    button?.removeAttribute('aria-busy');
    form.removeAttribute('data-sending');
  }
}

async function show(response: Response): Promise<void> {
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const main = page.querySelector('main');
  if (!main) {
    location.reload();
    return;
  }
  history.pushState(null, '', response.url);
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
