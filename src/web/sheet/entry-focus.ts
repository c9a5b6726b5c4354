import type { FocusEvent } from 'react';

/** Whether the focus leaves the entry: its cell, its note and its buttons. */
export function leavesEntry({ relatedTarget }: FocusEvent): boolean {
  // Switching to another window does not end editing.
  if (!document.hasFocus()) return false;
  return !(relatedTarget instanceof Element && relatedTarget.closest('[data-entry]'));
}
