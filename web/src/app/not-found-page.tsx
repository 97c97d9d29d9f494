import { EmptyState } from '../ui/empty-state';
import { usePageTitle } from '../ui/page-header';
import { PushLink } from '../ui/push-button';

export function NotFoundPage() {
  usePageTitle('Nothing here');
  return (
    <EmptyState
      title="Nothing at this address"
      action={<PushLink to="/">Back to the arcade</PushLink>}
    >
      The page may have moved, or the link is incomplete.
    </EmptyState>
  );
}
