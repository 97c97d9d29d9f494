import { Container } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { toApiError } from '../lib/api-error';
import { ErrorPanel } from '../ui/error-panel';

/**
 * Catches a page that cannot be shown: most often its code is gone because a newer version was
 * installed meanwhile, and loading the app again mends that. A change of `at` tries anew.
 */
export class ErrorBoundary extends Component<
  { at: string; children: ReactNode },
  { failedAt?: string; thrown?: unknown }
> {
  override state: { failedAt?: string; thrown?: unknown } = {};

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override componentDidCatch(): void {
    this.setState({ failedAt: this.props.at });
  }

  override componentDidUpdate(): void {
    const { failedAt } = this.state;
    if (failedAt !== undefined && failedAt !== this.props.at)
      this.setState({ failedAt: undefined, thrown: undefined });
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    if (thrown === undefined) return this.props.children;
    return (
      <Container size="sm" py={60}>
        <ErrorPanel
          title="This page could not be shown"
          error={toApiError(thrown)}
          onRetry={() => location.reload()}
        />
      </Container>
    );
  }
}
