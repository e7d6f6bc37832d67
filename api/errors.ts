import { z } from 'zod';

/**
 * Every refusal that a client can get: code, status, and what it says where nothing better is known.
 * docs/api.md holds the same table, and a test compares them. A code is never given a second meaning.
 */
export const errorRows = {
  'invalid-request': { status: 400, message: 'A value is missing or not allowed; "field" names it.' },
  'malformed-json': { status: 400, message: 'The body is not valid JSON.' },
  'malformed-request': { status: 400, message: 'The request is not valid HTTP, or its path is not a valid URL path.' },
  'key-required': { status: 401, message: 'This needs "Authorization: Bearer <key>" with a key of this server.' },
  'not-this-machine': { status: 403, message: 'This server has no API key, so that only clients on its own machine may write.' },
  'cross-site': { status: 403, message: 'A page of another site sent this request.' },
  'role-required': { status: 403, message: 'The key does not allow this; the message says which permission it needs.' },
  'unknown-route': { status: 404, message: 'There is nothing under this path; /openapi.json lists what there is.' },
  'unknown-url': { status: 404, message: 'This URL was never submitted here.' },
  'unknown-campaign': { status: 404, message: 'There is no such campaign, or the URL is of none.' },
  'unknown-listing': { status: 404, message: 'Nothing is recorded of this expression.' },
  'unknown-key': { status: 404, message: 'There is no key with this id.' },
  'unknown-appeal': { status: 404, message: 'There is no appeal with this ticket, or it is older than thirty days.' },
  'unknown-decision': { status: 404, message: 'There is no decision with this id.' },
  'unknown-capture': { status: 404, message: 'There is no such capture, or its retention has ended.' },
  'part-missing': { status: 404, message: 'The capture was made without this part; the message says why.' },
  'unknown-feed': { status: 404, message: 'There is no feed of this name; the message lists what there is.' },
  'unknown-share': { status: 404, message: 'There is no such share token, or it was revoked or is over.' },
  'method-not-allowed': { status: 405, message: 'This path does not take this method; the Allow header lists those it takes.' },
  'not-acceptable': { status: 406, message: 'There is nothing here in the form that Accept asks for.' },
  'request-timeout': { status: 408, message: 'The request took too long to arrive.' },
  'decision-refused': { status: 409, message: 'This can not be decided about the listing as it is; the message says why.' },
  'claimed': { status: 409, message: 'Somebody else has this in hand, or it no longer waits.' },
  'changes-lost': { status: 410, message: 'Rows after this place are no longer kept. Read a feed again, and follow from its Harrier-Position header.' },
  'body-too-large': { status: 413, message: 'The body is over 1 MiB. Send it in parts.' },
  'path-too-long': { status: 414, message: 'A part of the path is too long to be a key of anything.' },
  'unsupported-media-type': { status: 415, message: 'The body must be sent as application/json.' },
  'url-refused': { status: 422, message: 'The URL was not taken; the message says why.' },
  'too-many-requests': { status: 429, message: 'Too many requests from this address; Retry-After says when to come back.' },
  'share-throttled': { status: 429, message: 'This share token was used too often in this hour; Retry-After says when to come back.' },
  'headers-too-large': { status: 431, message: 'The headers of the request are too large.' },
  'internal': { status: 500, message: 'A fault of this server; its log says more.' },
  'store-unavailable': { status: 503, message: 'The store can not be asked right now. Nothing was changed; try again.' },
  'evidence-unavailable': { status: 503, message: 'The evidence can not be read: it is damaged, or its disk does not answer.' },
  'too-many-streams': { status: 503, message: 'Too many clients follow the change log already; try again later.' },
} as const satisfies Record<string, { readonly status: number; readonly message: string }>;

export type ErrorCode = keyof typeof errorRows;

export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorRows) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    /** Which value of the request is meant, as a dotted path. */
    field: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Thrown anywhere in a route; the client gets its code, status and message, and nothing else. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly field: string | null;

  constructor(code: ErrorCode, message: string = errorRows[code].message, options: { readonly field?: string; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.field = options.field ?? null;
  }

  get status(): number {
    return errorRows[this.code].status;
  }

  body(): ErrorBody {
    return { error: { code: this.code, message: this.message, ...(this.field === null ? {} : { field: this.field }) } };
  }
}
