import { FloatingFocusManager, FloatingOverlay, FloatingPortal } from '@floating-ui/react';
import type { ReactNode } from 'react';
import type { ExplainedNumber } from './explained-number.ts';
import { ExplanationPanel } from './explanation-panel.tsx';
import { usePrefetchedExplanation } from './use-explanation.ts';
import { type ExplanationPopover, useExplanationPopover } from './use-explanation-popover.ts';

interface ExplainedValueProps {
  readonly of: ExplainedNumber;
  readonly children: ReactNode;
}

/**
 * A number with its explanation. Hover or focus shows it; a click, a tap or Enter keeps it open and moves the focus into it.
 * Escape, its button or a click outside closes it.
 */
export function ExplainedValue({ of, children }: ExplainedValueProps) {
  const popover = useExplanationPopover();
  const prefetch = usePrefetchedExplanation(of);
  return (
    <>
      <button
        type="button"
        className="explained-value"
        ref={popover.refs.setReference}
        {...popover.getReferenceProps({ onPointerEnter: prefetch, onFocus: prefetch })}
      >
        {children}
      </button>
      <Explanation of={of} popover={popover} />
    </>
  );
}

/**
 * A number whose explanation shows on hover only, for the cells of a grid, which handle keys and clicks themselves. The
 * explanation must be reachable elsewhere too.
 */
export function HintedValue({ of, children }: ExplainedValueProps) {
  const popover = useExplanationPopover({ isHint: true });
  const prefetch = usePrefetchedExplanation(of);
  return (
    <>
      <span ref={popover.refs.setReference} {...popover.getReferenceProps({ onPointerEnter: prefetch })}>
        {children}
      </span>
      <Explanation of={of} popover={popover} />
    </>
  );
}

function Explanation({ of, popover }: { readonly of: ExplainedNumber; readonly popover: ExplanationPopover }) {
  if (!popover.isOpen) return null;
  return (
    <FloatingPortal>
      {popover.isSheet ? (
        <FloatingOverlay className="explanation-backdrop" lockScroll>
          <Panel of={of} popover={popover} />
        </FloatingOverlay>
      ) : (
        <Panel of={of} popover={popover} />
      )}
    </FloatingPortal>
  );
}

function Panel({ of, popover }: { readonly of: ExplainedNumber; readonly popover: ExplanationPopover }) {
  const { context, refs, isSheet, isKept } = popover;
  return (
    <FloatingFocusManager
      context={context}
      disabled={!isKept}
      modal={isSheet}
      initialFocus={refs.floating}
      outsideElementsInert={isSheet}
    >
      <div
        className={`explanation ${isSheet ? 'explanation-sheet' : ''}`}
        data-kept={isKept || undefined}
        ref={refs.setFloating}
        style={isSheet ? {} : popover.floatingStyles}
        {...popover.getFloatingProps({ 'aria-labelledby': popover.titleId })}
      >
        <ExplanationPanel of={of} titleId={popover.titleId} close={popover.close} />
      </div>
    </FloatingFocusManager>
  );
}
