/** Longer than this nobody waits for an answer: a connection that died without a word would never give one. */
const answerMaxMs = 10_000;

/** An answer of the server, read to its end. */
export interface Answer {
  status: number;
  isOk: boolean;
  isRedirected: boolean;
  /** Where it came from in the end. */
  address: string;
  html: string;
}

/**
 * Asks the server for HTML.
 * @throws When no whole answer came in time: what was asked for may have been done or not.
 */
export async function ask(address: string, request: RequestInit = {}): Promise<Answer> {
  const patience = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer in time'));
      patience.abort();
    }, answerMaxMs);
  });
  const answer = async (): Promise<Answer> => {
    const response = await fetch(address, { ...request, headers: { Accept: 'text/html' }, signal: patience.signal });
    return {
      status: response.status,
      isOk: response.ok,
      isRedirected: response.redirected,
      address: response.url,
      html: await response.text(),
    };
  };
  try {
    return await Promise.race([answer(), late]);
  } finally {
    clearTimeout(timer);
  }
}
