import { Component, type ReactNode } from 'react';
import { Failure } from '#src/web/controls/query-states.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/**
 * Says what went wrong where a view could not be shown, in its place, so that the rest of the page stays of use; it is tried
 * again by loading the page anew. A class, because React has no other way.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const shown = new Error(`This view cannot be shown: ${error.message}`, { cause: error });
    return <Failure error={shown} retry={() => location.reload()} />;
  }
}
