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

/** Until the pointer has rested this long, it is only passing. */
const REST_MS = 180;
/** Between the explanation and the edge of the window. */
const EDGE_PX = 8;
const PHONE = '(max-width: 575.98px)';

/** How an explanation opens, where it is, and how it closes. */
export interface ExplanationPopover
  extends Pick<UseFloatingReturn, 'refs' | 'context' | 'floatingStyles'>,
    Pick<UseInteractionsReturn, 'getReferenceProps' | 'getFloatingProps'> {
  readonly isOpen: boolean;
  /** Opened by a click, a tap or Enter, and so to be walked through; else it goes when pointer or focus go. */
  readonly isKept: boolean;
  /** On a phone, it comes from below and covers the page. */
  readonly isSheet: boolean;
  /** The id of its title. */
  readonly titleId: string;
  close(event: MouseEvent): void;
}

/**
 * An explanation beside its number or, on a phone, a sheet from below. One is open at a time within a `FloatingDelayGroup`.
 * Where it `isHint`, it is only shown to who points at the number.
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
    // As with Escape: the focus that goes back to the number must not open the explanation again.
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
