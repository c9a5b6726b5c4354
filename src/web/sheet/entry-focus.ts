import type { FocusEvent } from 'react';

/** Whether the focus goes to something that is no part of the entry under way: neither its cell, nor its note and buttons. */
export function leavesEntry({ relatedTarget }: FocusEvent): boolean {
  // Another window in front ends nothing.
  if (!document.hasFocus()) return false;
  return !(relatedTarget instanceof Element && relatedTarget.closest('[data-entry]'));
}
