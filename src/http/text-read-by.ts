import { z } from 'zod';
import { QbrError } from '#src/core/errors.ts';

/** A text parsed by `read`, whose expected error becomes the issue, with its code as the parameter `code`. @param error what is said of anything but a text */
export function textReadBy<Value>(read: (text: string) => Value, error = 'must be a text') {
  return z.string({ error }).transform((text, context): Value => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof QbrError)) throw error;
      context.addIssue({ code: 'custom', message: error.message, params: { code: error.code } });
      return z.NEVER;
    }
  });
}
