import type { IncomingHttpHeaders } from 'node:http';

export type VendorErrorKind =
  /** The vendor rejected the credentials, or the address is not its API's. */
  | 'credentials'
  /** The vendor could not be reached or kept failing after all retries. */
  | 'unavailable'
  /** The response does not match the vendor's API. */
  | 'response'
  /** The read took longer than its budget, or was stopped. */
  | 'stopped';

/** A failed read. The message names vendor, request and month, and never a secret. */
export class VendorError extends Error {
  readonly vendor: string;
  readonly kind: VendorErrorKind;
  /** Whether a retry may succeed without a fix: rate limit, outage, network, timeout. */
  readonly isTransient: boolean;

  constructor(
    vendor: string,
    kind: VendorErrorKind,
    message: string,
    { isTransient = false, ...options }: { readonly cause?: unknown; readonly isTransient?: boolean } = {},
  ) {
    super(`${vendor}: ${message}`, options);
    this.isTransient = isTransient;
    this.name = 'VendorError';
    this.vendor = vendor;
    this.kind = kind;
  }
}

/** The vendor returned an error status. */
export class VendorHttpError extends VendorError {
  readonly status: number;
  /** The headers that say when to try again, where they were kept for it. */
  readonly headers: Pick<IncomingHttpHeaders, 'retry-after' | 'date'>;
  readonly #body: unknown;

  constructor(
    vendor: string,
    failure: {
      readonly kind: VendorErrorKind;
      readonly status: number;
      readonly body: unknown;
      readonly isTransient?: boolean;
      readonly headers?: Pick<IncomingHttpHeaders, 'retry-after' | 'date'>;
    },
    message: string,
  ) {
    super(vendor, failure.kind, message, { isTransient: failure.isTransient ?? false });
    this.name = 'VendorHttpError';
    this.status = failure.status;
    this.headers = failure.headers ?? {};
    this.#body = failure.body;
  }

  /** The parsed JSON or the text of the error response, redacted. Not an own property, so that loggers do not print it. */
  get body(): unknown {
    return this.#body;
  }
}
