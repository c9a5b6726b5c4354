import { type ErrorCode, QbrError } from '#src/core/errors.ts';

/** A request that this contract refuses before any service is asked, with the contract's own code. */
export class RequestError extends QbrError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: { readonly field?: string | undefined } = {}) {
    super(message, options);
    this.code = code;
  }
}
