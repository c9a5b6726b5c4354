export type VendorErrorKind =
  /** The vendor refused the credentials, or the address is not its API. */
  | 'credentials'
  /** The vendor could not be reached or kept failing after all retries. */
  | 'unavailable'
  /** The vendor answered something that is not what its API promises. */
  | 'response'
  /** The read took longer than its budget, or was stopped. */
  | 'stopped';

/** A read that failed. The message names vendor, request and month, and never a secret. */
export class VendorError extends Error {
  readonly vendor: string;
  readonly kind: VendorErrorKind;
  /** Whether the same read may succeed later without anybody doing anything: rate limit, outage, network, time. */
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

/** The vendor answered with a status that is not a success. */
export class VendorHttpError extends VendorError {
  readonly status: number;
  readonly #body: unknown;

  constructor(
    vendor: string,
    failure: {
      readonly kind: VendorErrorKind;
      readonly status: number;
      readonly body: unknown;
      readonly isTransient?: boolean;
    },
    message: string,
  ) {
    super(vendor, failure.kind, message, { isTransient: failure.isTransient ?? false });
    this.name = 'VendorHttpError';
    this.status = failure.status;
    this.#body = failure.body;
  }

  /** The parsed JSON of the refusal, or its text, secrets replaced. Not an own property, so that loggers do not print it. */
  get body(): unknown {
    return this.#body;
  }
}
