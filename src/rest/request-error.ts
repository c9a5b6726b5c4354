import { type ErrorCode, QbrError } from '#src/core/errors.ts';

/** A request that is rejected before any service is called, with a code of the contract. */
export class RequestError extends QbrError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: { readonly field?: string | undefined } = {}) {
    super(message, options);
    this.code = code;
  }
}
