/** The HTTP API, and nothing else, is where this page gets anything from. */

export class ApiFailure extends Error {
  constructor(code, message, field = null) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** Kept while the page is open and nowhere else. */
let key = null;
export const setKey = (text) => { key = text; };

const send = async (path, options) => {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: 'omit', redirect: 'error', headers: { ...options.headers, ...(key === null ? {} : { authorization: `Bearer ${key}` }) } });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiFailure('offline', 'Harrier does not answer. Is it still running?');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiFailure(body.error?.code ?? 'unknown', body.error?.message ?? `The server answered ${response.status}.`, body.error?.field);
  return body;
};

export const get = (path, signal) => send(path, { signal });
export const post = (path, body, signal) => send(path, { method: 'POST', signal, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });

/** Resolves after `ms`; rejects when the screen is left. */
export const pause = (ms, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
});
