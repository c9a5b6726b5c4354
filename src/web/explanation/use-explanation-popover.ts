import {
  autoUpdate,
  flip,
  offset,
  safePolygon,
  shift,
  size,
  type UseFloatingReturn,
  type UseInteractionsReturn,
  useClick,
  useDelayGroup,
  useDismiss,
  useFloating,
  useFocus,
  useHover,
  useInteractions,
  useRole,
} from '@floating-ui/react';
import { type MouseEvent, useId, useState } from 'react';
import { useMediaQuery } from '#src/web/controls/use-media-query.ts';

/** How long the pointer must rest. */
const REST_MS = 180;
/** Between the explanation and the edge of the window. */
const EDGE_PX = 8;
const PHONE = '(max-width: 575.98px)';

/** The state, position and handlers of an explanation popover. */
export interface ExplanationPopover
  extends Pick<UseFloatingReturn, 'refs' | 'context' | 'floatingStyles'>,
    Pick<UseInteractionsReturn, 'getReferenceProps' | 'getFloatingProps'> {
  readonly isOpen: boolean;
  /** Opened by a click, a tap or Enter, with the focus inside; otherwise it closes when pointer or focus leave. */
  readonly isKept: boolean;
  /** On a phone, it is a sheet at the bottom of the page. */
  readonly isSheet: boolean;
  /** The id of its title. */
  readonly titleId: string;
  close(event: MouseEvent): void;
}

/**
 * An explanation next to its number or, on a phone, in a bottom sheet. One is open at a time within a `FloatingDelayGroup`.
 * With `isHint` it opens on hover only.
 */
export function useExplanationPopover({ isHint = false } = {}): ExplanationPopover {
  const [isOpen, setOpen] = useState(false);
  const [isKept, setKept] = useState(false);
  const isSheet = useMediaQuery(PHONE);
  const { refs, context, floatingStyles } = useFloating({
    open: isOpen,
    onOpenChange: (open, _event, reason) => {
      setOpen(open);
      setKept(open && reason === 'click');
    },
    placement: 'bottom-start',
    strategy: 'fixed',
    whileElementsMounted: autoUpdate,
    middleware: [
      offset(6),
      flip({ padding: EDGE_PX }),
      shift({ padding: EDGE_PX }),
      size({ apply: fitWindow, padding: EDGE_PX }),
    ],
  });
  useDelayGroup(context);
  const { getReferenceProps, getFloatingProps } = useInteractions([
    useHover(context, {
      enabled: !isSheet,
      mouseOnly: true,
      restMs: REST_MS,
      move: false,
      handleClose: safePolygon(),
    }),
    useFocus(context, { enabled: !isSheet && !isHint }),
    useClick(context, { enabled: !isHint }),
    useDismiss(context),
    useRole(context, { enabled: !isHint, role: 'dialog' }),
  ]);
  return {
    refs,
    context,
    floatingStyles,
    getReferenceProps,
    getFloatingProps,
    isOpen,
    isKept,
    isSheet,
    titleId: useId(),
    // As with Escape: returning the focus to the number must not reopen the explanation.
    close: ({ nativeEvent }) => context.onOpenChange(false, nativeEvent, 'escape-key'),
  };
}

function fitWindow({
  availableHeight,
  elements,
}: {
  availableHeight: number;
  elements: { floating: HTMLElement };
}): void {
  elements.floating.style.maxHeight = `${Math.max(240, availableHeight)}px`;
}
