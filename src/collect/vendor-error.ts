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

  constructor(vendor: string, kind: VendorErrorKind, message: string, options?: { cause?: unknown }) {
    super(`${vendor}: ${message}`, options);
    this.name = 'VendorError';
    this.vendor = vendor;
    this.kind = kind;
  }
}
