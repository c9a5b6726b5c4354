import { Component, type ReactNode } from 'react';
import { Failure } from '#src/web/controls/query-states.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/**
 * Shows an error instead of a view that failed to render, and keeps the rest of the page usable. Retrying reloads the page.
 * A class, because React has no hook for it.
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
